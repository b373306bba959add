"""Stored copies of feeds, and counsellors with a calendar of their own"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import planner.extensions

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "counsellor",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["agency_id"], ["agency.id"], name=op.f("fk_counsellor_agency_id_agency")
        ),
        sa.ForeignKeyConstraint(
            ["office_id"], ["office.id"], name=op.f("fk_counsellor_office_id_office")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_counsellor")),
        sa.UniqueConstraint("agency_id", "name", name=op.f("uq_counsellor_agency_id_name")),
    )
    op.create_index(op.f("ix_counsellor_agency_id"), "counsellor", ["agency_id"])
    op.create_index(op.f("ix_counsellor_office_id"), "counsellor", ["office_id"])
    _counsellors_of("counsellor_field", "field_id", "counseling_field", None)
    _counsellors_of("counsellor_event", "event_id", "event", "CASCADE")
    with op.batch_alter_table("secret_link") as batch:
        batch.add_column(sa.Column("counsellor_id", sa.Integer(), nullable=True))
        batch.create_foreign_key(
            batch.f("fk_secret_link_counsellor_id_counsellor"),
            "counsellor",
            ["counsellor_id"],
            ["id"],
            ondelete="SET NULL",
        )
        batch.create_index(batch.f("ix_secret_link_counsellor_id"), ["counsellor_id"])
    _copies()


def _counsellors_of(table: str, column: str, target: str, ondelete: str | None) -> None:
    op.create_table(
        table,
        sa.Column("counsellor_id", sa.Integer(), nullable=False),
        sa.Column(column, sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["counsellor_id"],
            ["counsellor.id"],
            name=op.f(f"fk_{table}_counsellor_id_counsellor"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            [column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}_{target}"), ondelete=ondelete
        ),
        sa.PrimaryKeyConstraint("counsellor_id", column, name=op.f(f"pk_{table}")),
    )
    op.create_index(op.f(f"ix_{table}_{column}"), table, [column])


def _copies() -> None:
    op.create_table(
        "feed_copy",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("link_id", sa.Integer(), nullable=True),
        sa.Column("campaign_id", sa.Integer(), nullable=True),
        sa.Column("part", sa.String(length=80), nullable=False),
        sa.Column("variant", sa.String(length=24), nullable=False),
        sa.Column("state", sa.String(length=120), nullable=False),
        sa.Column("etag", sa.String(length=64), nullable=False),
        sa.Column("changed_at", planner.extensions.UtcDateTime(timezone=True), nullable=True),
        sa.Column("body", sa.LargeBinary(), nullable=True),
        sa.Column("compressed", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["campaign_id"],
            ["campaign.id"],
            name=op.f("fk_feed_copy_campaign_id_campaign"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["link_id"],
            ["secret_link.id"],
            name=op.f("fk_feed_copy_link_id_secret_link"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feed_copy")),
        sa.UniqueConstraint(
            "campaign_id", "part", "variant", name=op.f("uq_feed_copy_campaign_id_part_variant")
        ),
        sa.UniqueConstraint("link_id", "variant", name=op.f("uq_feed_copy_link_id_variant")),
    )


def downgrade() -> None:
    op.drop_table("feed_copy")
    with op.batch_alter_table("secret_link") as batch:
        batch.drop_index(batch.f("ix_secret_link_counsellor_id"))
        batch.drop_constraint(
            batch.f("fk_secret_link_counsellor_id_counsellor"), type_="foreignkey"
        )
        batch.drop_column("counsellor_id")
    for table in ("counsellor_event", "counsellor_field", "counsellor"):
        op.drop_table(table)
