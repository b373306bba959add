"""The ledger's further dimensions and its rollups, counts outside events, targets, baselines"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import planner.extensions

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

instant = planner.extensions.UtcDateTime(timezone=True)
SPAN = "span IN ('day', 'month', 'year')"
PLACE = "event_id IS NULL OR (zone_id IS NULL AND dong_id IS NULL AND span = 'day')"
KEYS = {"campaign_id": "campaign", "zone_id": "zone", "dong_id": "admin_dong"}


def upgrade() -> None:
    with op.batch_alter_table("count_entry") as batch:
        batch.add_column(sa.Column("campaign_id", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("day", sa.Date(), nullable=True))
        batch.add_column(sa.Column("span", sa.String(5), server_default="day", nullable=False))
        batch.add_column(sa.Column("zone_id", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("dong_id", sa.Integer(), nullable=True))
        batch.add_column(
            sa.Column("target_group", sa.String(20), server_default="", nullable=False)
        )
        batch.add_column(sa.Column("programme", sa.String(24), server_default="", nullable=False))
        batch.drop_index("ix_count_entry_cell")
    of_event = "(SELECT event.{0} FROM event WHERE event.id = count_entry.event_id)"
    op.execute(
        f"UPDATE count_entry SET campaign_id = {of_event.format('campaign_id')}, "
        f"day = {of_event.format('day')}"
    )
    with op.batch_alter_table("count_entry") as batch:
        batch.alter_column("campaign_id", existing_type=sa.Integer(), nullable=False)
        batch.alter_column("day", existing_type=sa.Date(), nullable=False)
        batch.alter_column("event_id", existing_type=sa.Integer(), nullable=True)
        for column, table in KEYS.items():
            batch.create_foreign_key(
                batch.f(f"fk_count_entry_{column}_{table}"), table, [column], ["id"]
            )
        batch.create_check_constraint(batch.f("ck_count_entry_span"), SPAN)
        batch.create_check_constraint(batch.f("ck_count_entry_place"), PLACE)
        batch.create_index("ix_count_entry_event", ["event_id", "received_at"])
        batch.create_index("ix_count_entry_campaign", ["campaign_id", "received_at"])
    _rollup()
    _target()
    with op.batch_alter_table("published_figure") as batch:
        batch.add_column(sa.Column("programme", sa.String(24), server_default="", nullable=False))
        batch.add_column(
            sa.Column("kind", sa.String(10), server_default="published", nullable=False)
        )
        batch.add_column(
            sa.Column("synthetic", sa.Boolean(), server_default=sa.false(), nullable=False)
        )
        batch.create_check_constraint(
            batch.f("ck_published_figure_kind"), "kind IN ('published', 'baseline')"
        )


def downgrade() -> None:
    """What the older tables cannot say is lost: counts outside events, baselines, groups."""
    op.execute("DELETE FROM published_figure WHERE kind <> 'published' OR programme <> ''")
    with op.batch_alter_table("published_figure") as batch:
        batch.drop_constraint(batch.f("ck_published_figure_kind"), type_="check")
        for column in ("synthetic", "kind", "programme"):
            batch.drop_column(column)
    op.drop_table("target")
    op.drop_table("count_rollup")
    op.execute("DELETE FROM count_entry WHERE event_id IS NULL")
    with op.batch_alter_table("count_entry") as batch:
        batch.drop_index("ix_count_entry_campaign")
        batch.drop_index("ix_count_entry_event")
        batch.drop_constraint(batch.f("ck_count_entry_place"), type_="check")
        batch.drop_constraint(batch.f("ck_count_entry_span"), type_="check")
        for column, table in KEYS.items():
            batch.drop_constraint(batch.f(f"fk_count_entry_{column}_{table}"), type_="foreignkey")
        batch.alter_column("event_id", existing_type=sa.Integer(), nullable=False)
    with op.batch_alter_table("count_entry") as batch:
        for column in ("programme", "target_group", "dong_id", "zone_id", "span", "day"):
            batch.drop_column(column)
        batch.drop_column("campaign_id")
        batch.create_index(
            "ix_count_entry_cell", ["event_id", "measure", "agency_id", "field_id", "value"]
        )


def _rollup() -> None:
    numbers = ("event_id", "agency_id", "field_id", "zone_id", "dong_id")
    op.create_table(
        "count_rollup",
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("measure", sa.String(24), nullable=False),
        *(sa.Column(name, sa.Integer(), autoincrement=False, nullable=False)
          for name in numbers[1:]),
        sa.Column("channel", sa.String(12), nullable=False),
        sa.Column("target_group", sa.String(20), nullable=False),
        sa.Column("programme", sa.String(24), nullable=False),
        sa.Column("period", sa.String(10), nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.Column("entries", sa.Integer(), nullable=False),
        sa.Column("synthetic", sa.Integer(), nullable=False),
        sa.Column("newest", instant, nullable=False),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaign.id"], name=op.f("fk_count_rollup_campaign_id_campaign")
        ),
        sa.PrimaryKeyConstraint(
            "campaign_id", "event_id", "measure", *numbers[1:], "channel", "target_group",
            "programme", "period", name=op.f("pk_count_rollup"),
        ),
        sqlite_with_rowid=False,
    )  # fmt: skip
    op.create_index("ix_count_rollup_event_id", "count_rollup", ["event_id"])
    # Every entry so far is one of an event.
    op.execute(
        "INSERT INTO count_rollup (campaign_id, event_id, measure, agency_id, field_id, zone_id, "
        "dong_id, channel, target_group, programme, period, value, entries, synthetic, newest) "
        "SELECT campaign_id, event_id, measure, COALESCE(agency_id, 0), COALESCE(field_id, 0), 0, "
        "0, channel, '', '', '', SUM(value), COUNT(*), SUM(CASE WHEN synthetic THEN 1 ELSE 0 END), "
        "MAX(received_at) FROM count_entry "
        "GROUP BY campaign_id, event_id, measure, COALESCE(agency_id, 0), COALESCE(field_id, 0), "
        "channel"
    )


def _target() -> None:
    op.create_table(
        "target",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("measure", sa.String(24), nullable=False),
        sa.Column("zone_id", sa.Integer(), nullable=True),
        sa.Column("dong_id", sa.Integer(), nullable=True),
        sa.Column("field_id", sa.Integer(), nullable=True),
        sa.Column("period", sa.String(7), nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.Column("before", sa.BigInteger(), nullable=True),
        sa.Column("base", sa.String(200), nullable=False),
        sa.Column("synthetic", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("value >= 0", name=op.f("ck_target_value")),
        _key("target", "campaign_id", "campaign", "CASCADE"),
        _key("target", "zone_id", "zone"),
        _key("target", "dong_id", "admin_dong"),
        _key("target", "field_id", "counseling_field"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_target")),
    )
    op.create_index(op.f("ix_target_campaign_id"), "target", ["campaign_id"])


def _key(
    table: str, column: str, other: str, ondelete: str | None = None
) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{other}")
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=name, ondelete=ondelete)
