"""The agencies' portal: invitations with answers, changes that agencies tell, what they looked at"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import planner.extensions

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

instant = planner.extensions.UtcDateTime(timezone=True)


def upgrade() -> None:
    _invitation()
    _agency_request()
    op.create_table(
        "portal_look",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("link_id", sa.Integer(), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("shown", sa.Integer(), nullable=False),
        sa.Column("confirmed", sa.Integer(), nullable=False),
        sa.Column("at", instant, nullable=False),
        _key("portal_look", "link_id", "secret_link", "CASCADE"),
        _key("portal_look", "campaign_id", "campaign", "CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_portal_look")),
        sa.UniqueConstraint(
            "link_id", "campaign_id", name=op.f("uq_portal_look_link_id_campaign_id")
        ),
    )
    for table, column in (
        ("invitation", "agency_id"),
        ("agency_request", "agency_id"),
        ("portal_look", "campaign_id"),
    ):
        with op.batch_alter_table(table) as batch:
            batch.create_index(batch.f(f"ix_{table}_{column}"), [column], unique=False)


def downgrade() -> None:
    op.drop_table("portal_look")
    op.drop_table("agency_request")
    op.drop_table("invitation")


def _invitation() -> None:
    op.create_table(
        "invitation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("starts_at", sa.Time(), nullable=False),
        sa.Column("ends_at", sa.Time(), nullable=False),
        sa.Column("place", sa.String(length=120), nullable=False),
        sa.Column("place_en", sa.String(length=160), nullable=False),
        sa.Column("address", sa.String(length=200), nullable=False),
        sa.Column("deadline", sa.Date(), nullable=False),
        sa.Column("asked_at", instant, nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=True),
        sa.Column("withdrawn_at", instant, nullable=True),
        sa.Column("answer", sa.String(length=10), nullable=False),
        sa.Column("reason", sa.String(length=20), nullable=False),
        sa.Column("note", sa.String(length=100), nullable=False),
        sa.Column("answered_at", instant, nullable=True),
        sa.Column("link_id", sa.Integer(), nullable=True),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "answer IN ('', 'accepted', 'declined')", name=op.f("ck_invitation_answer")
        ),
        _key("invitation", "event_id", "event"),
        _key("invitation", "agency_id", "agency"),
        _key("invitation", "asked_by_id", "user_account"),
        _key("invitation", "link_id", "secret_link"),
        _key("invitation", "answered_by_id", "user_account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation")),
        sa.UniqueConstraint("event_id", "agency_id", name=op.f("uq_invitation_event_id_agency_id")),
    )


def _agency_request() -> None:
    op.create_table(
        "agency_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("after", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("created_at", instant, nullable=False),
        sa.Column("link_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", instant, nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("reply", sa.String(length=200), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('fields', 'staff', 'needs', 'absences')", name=op.f("ck_agency_request_kind")
        ),
        sa.CheckConstraint(
            "state IN ('open', 'accepted', 'refused', 'replaced', 'taken', 'seen')",
            name=op.f("ck_agency_request_state"),
        ),
        _key("agency_request", "agency_id", "agency", "CASCADE"),
        _key("agency_request", "link_id", "secret_link"),
        _key("agency_request", "decided_by_id", "user_account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agency_request")),
    )


def _key(
    table: str, column: str, other: str, ondelete: str | None = None
) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{other}")
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=name, ondelete=ondelete)
