"""Tokens of the API: links with a secret that have scopes, an end and a reason"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import planner.extensions

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

KINDS = "kind IN ('feed', 'portal', 'count')"
WITH_API = "kind IN ('feed', 'portal', 'count', 'api')"


def upgrade() -> None:
    with op.batch_alter_table("secret_link") as batch:
        batch.add_column(sa.Column("scopes", sa.String(120), nullable=False, server_default=""))
        batch.add_column(
            sa.Column("expires_at", planner.extensions.UtcDateTime(timezone=True), nullable=True)
        )
        batch.add_column(sa.Column("reason", sa.String(200), nullable=False, server_default=""))
        batch.drop_constraint(batch.f("ck_secret_link_kind"), type_="check")
        batch.create_check_constraint(batch.f("ck_secret_link_kind"), WITH_API)


def downgrade() -> None:
    """Tokens go, with the word of who used them: an older program would take them for nothing."""
    op.execute(
        "UPDATE access_record SET link_id = NULL WHERE link_id IN "
        "(SELECT id FROM secret_link WHERE kind = 'api')"
    )
    op.execute("DELETE FROM secret_link WHERE kind = 'api'")
    with op.batch_alter_table("secret_link") as batch:
        batch.drop_constraint(batch.f("ck_secret_link_kind"), type_="check")
        batch.create_check_constraint(batch.f("ck_secret_link_kind"), KINDS)
        batch.drop_column("reason")
        batch.drop_column("expires_at")
        batch.drop_column("scopes")
