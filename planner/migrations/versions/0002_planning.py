"""Goals in order, the season before with what it leaves owing, agencies kept away from events"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import planner.extensions

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("campaign") as batch:
        batch.add_column(sa.Column("goal_order", sa.JSON(), nullable=False, server_default="[]"))
        batch.add_column(sa.Column("previous_id", sa.Integer(), nullable=True))
        batch.create_foreign_key(
            batch.f("fk_campaign_previous_id_campaign"),
            "campaign",
            ["previous_id"],
            ["id"],
            ondelete="SET NULL",
        )
        batch.create_index(batch.f("ix_campaign_previous_id"), ["previous_id"], unique=False)
    for table in ("campaign_zone", "campaign_agency"):
        op.add_column(table, sa.Column("carried", sa.Integer(), nullable=False, server_default="0"))
    op.create_table(
        "placement_ban",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("created_at", planner.extensions.UtcDateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["agency_id"], ["agency.id"], name=op.f("fk_placement_ban_agency_id_agency")
        ),
        sa.ForeignKeyConstraint(
            ["campaign_id"],
            ["campaign.id"],
            name=op.f("fk_placement_ban_campaign_id_campaign"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["created_by_id"],
            ["user_account.id"],
            name=op.f("fk_placement_ban_created_by_id_user_account"),
        ),
        sa.ForeignKeyConstraint(
            ["event_id"],
            ["event.id"],
            name=op.f("fk_placement_ban_event_id_event"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_placement_ban")),
        sa.UniqueConstraint(
            "event_id", "agency_id", name=op.f("uq_placement_ban_event_id_agency_id")
        ),
    )
    with op.batch_alter_table("placement_ban") as batch:
        for column in ("agency_id", "campaign_id", "event_id"):
            batch.create_index(batch.f(f"ix_placement_ban_{column}"), [column], unique=False)


def downgrade() -> None:
    op.drop_table("placement_ban")
    for table in ("campaign_agency", "campaign_zone"):
        with op.batch_alter_table(table) as batch:
            batch.drop_column("carried")
    with op.batch_alter_table("campaign") as batch:
        batch.drop_constraint(batch.f("fk_campaign_previous_id_campaign"), type_="foreignkey")
        batch.drop_index(batch.f("ix_campaign_previous_id"))
        batch.drop_column("previous_id")
        batch.drop_column("goal_order")
