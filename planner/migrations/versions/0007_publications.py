"""Published statistics"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import planner.extensions

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

instant = planner.extensions.UtcDateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "publication",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("published_at", instant, nullable=False),
        sa.Column("published_by_id", sa.Integer(), nullable=True),
        sa.Column("formula", sa.String(length=12), nullable=False),
        sa.Column("tables", sa.JSON(), nullable=False),
        sa.Column("audit", sa.JSON(), nullable=False),
        _key("campaign_id", "campaign"),
        _key("published_by_id", "user_account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_publication")),
        sa.UniqueConstraint(
            "campaign_id", "number", name=op.f("uq_publication_campaign_id_number")
        ),
    )
    with op.batch_alter_table("publication") as batch:
        batch.create_index(batch.f("ix_publication_campaign_id"), ["campaign_id"], unique=False)


def downgrade() -> None:
    op.drop_table("publication")


def _key(column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column], [f"{target}.id"], name=op.f(f"fk_publication_{column}_{target}")
    )
