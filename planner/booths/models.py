"""What stands at an event besides the agencies' counselling: other booths, goods, supplies."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from planner.agencies.models import Agency
from planner.campaigns.models import Event
from planner.extensions import Versioned, db
from planner.places.models import VenueBooth

EXTRA_KINDS = ("experience", "sponsor", "office")
GOODS_KINDS = ("promo", "sponsored")


class ExtraBooth(Versioned, db.Model):
    """An experience booth, a sponsor's booth or the office's own desk at an event."""

    __tablename__ = "extra_booth"

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), index=True)
    booth_id: Mapped[int | None] = mapped_column(ForeignKey("venue_booth.id"))
    agency_id: Mapped[int | None] = mapped_column(ForeignKey("agency.id"))
    kind: Mapped[str] = mapped_column(String(12), default="experience")
    name: Mapped[str] = mapped_column(String(120))
    name_en: Mapped[str] = mapped_column(String(160), default="")

    event: Mapped[Event] = relationship()
    booth: Mapped[VenueBooth | None] = relationship()
    agency: Mapped[Agency | None] = relationship()


class GoodsItem(Versioned, db.Model):
    """Promotional or sponsored goods that an agency brings to an event."""

    __tablename__ = "goods_item"

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), index=True)
    agency_id: Mapped[int | None] = mapped_column(ForeignKey("agency.id"))
    kind: Mapped[str] = mapped_column(String(12), default="promo")
    name: Mapped[str] = mapped_column(String(120))
    quantity: Mapped[int] = mapped_column(default=0)
    unit: Mapped[str] = mapped_column(String(20), default="")
    synthetic: Mapped[bool] = mapped_column(default=False)

    event: Mapped[Event] = relationship()
    agency: Mapped[Agency | None] = relationship()

    __table_args__ = (CheckConstraint("quantity >= 0", name="quantity"),)


class SupplyItem(Versioned, db.Model):
    """A thing the office must bring, ticked off when it is packed."""

    __tablename__ = "supply_item"

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(120))
    quantity: Mapped[int] = mapped_column(default=1)
    unit: Mapped[str] = mapped_column(String(20), default="")
    responsible: Mapped[str] = mapped_column(String(80), default="")
    ready: Mapped[bool] = mapped_column(default=False)

    event: Mapped[Event] = relationship()

    __table_args__ = (CheckConstraint("quantity >= 0", name="quantity"),)
