"""Result reports: the texts of the office and the lines of the budget"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import planner.extensions

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

instant = planner.extensions.UtcDateTime(timezone=True)
TEXTS = (
    "purpose",
    "basis",
    "remarks",
    "budget_note",
    "achievements",
    "improvements",
    "plans",
    "attachments",
)


def upgrade() -> None:
    op.create_table(
        "result_report",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("reported_on", sa.Date(), nullable=True),
        *(sa.Column(name, sa.Text(), nullable=False) for name in TEXTS),
        sa.Column("updated_at", instant, nullable=False),
        sa.Column("updated_by_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        _key("result_report", "campaign_id", "campaign", "CASCADE"),
        _key("result_report", "updated_by_id", "user_account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_result_report")),
        sa.UniqueConstraint("campaign_id", name=op.f("uq_result_report_campaign_id")),
    )
    op.create_table(
        "budget_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("item", sa.String(length=80), nullable=False),
        sa.Column("source", sa.String(length=80), nullable=False),
        sa.Column("planned", sa.BigInteger(), nullable=False),
        sa.Column("spent", sa.BigInteger(), nullable=True),
        sa.Column("note", sa.String(length=160), nullable=False),
        sa.CheckConstraint("planned >= 0", name=op.f("ck_budget_line_planned")),
        sa.CheckConstraint("spent >= 0", name=op.f("ck_budget_line_spent")),
        _key("budget_line", "campaign_id", "campaign", "CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_budget_line")),
    )
    with op.batch_alter_table("budget_line") as batch:
        batch.create_index(batch.f("ix_budget_line_campaign_id"), ["campaign_id"], unique=False)


def downgrade() -> None:
    op.drop_table("budget_line")
    op.drop_table("result_report")


def _key(
    table: str, column: str, other: str, ondelete: str | None = None
) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{other}")
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=name, ondelete=ondelete)
