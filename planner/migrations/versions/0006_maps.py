"""Boundaries by upload, people by dong, the office's own addresses"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import planner.extensions

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

instant = planner.extensions.UtcDateTime(timezone=True)


def upgrade() -> None:
    _boundary_set()
    for table in ("zone", "admin_dong"):
        with op.batch_alter_table(table) as batch:
            batch.add_column(sa.Column("boundary_set_id", sa.Integer(), nullable=True))
            batch.create_index(batch.f(f"ix_{table}_boundary_set_id"), ["boundary_set_id"])
            batch.create_foreign_key(
                batch.f(f"fk_{table}_boundary_set_id_boundary_set"),
                "boundary_set",
                ["boundary_set_id"],
                ["id"],
                ondelete="SET NULL",
            )
    _dong_figure()
    _addresses()


def downgrade() -> None:
    op.drop_table("address_point")
    op.drop_table("address_file")
    op.drop_table("dong_figure")
    for table in ("admin_dong", "zone"):
        with op.batch_alter_table(table) as batch:
            batch.drop_constraint(
                batch.f(f"fk_{table}_boundary_set_id_boundary_set"), type_="foreignkey"
            )
            batch.drop_index(batch.f(f"ix_{table}_boundary_set_id"))
            batch.drop_column("boundary_set_id")
    op.drop_table("boundary_set")


def _boundary_set() -> None:
    op.create_table(
        "boundary_set",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=9), nullable=False),
        sa.Column("filename", sa.String(length=120), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=True),
        sa.Column("outlines", sa.Integer(), nullable=False),
        sa.Column("added_at", instant, nullable=False),
        sa.Column("added_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "kind IN ('zones', 'dongs', 'dissolved')", name=op.f("ck_boundary_set_kind")
        ),
        _key("boundary_set", "office_id", "office"),
        _key("boundary_set", "added_by_id", "user_account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_boundary_set")),
    )
    with op.batch_alter_table("boundary_set") as batch:
        batch.create_index(batch.f("ix_boundary_set_office_id"), ["office_id"], unique=False)


def _dong_figure() -> None:
    op.create_table(
        "dong_figure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("dong_id", sa.Integer(), nullable=False),
        sa.Column("measure", sa.String(length=20), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.CheckConstraint("value >= 0", name=op.f("ck_dong_figure_value")),
        _key("dong_figure", "office_id", "office"),
        _key("dong_figure", "dong_id", "admin_dong", "CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dong_figure")),
        sa.UniqueConstraint(
            "dong_id", "measure", "as_of", name=op.f("uq_dong_figure_dong_id_measure_as_of")
        ),
    )
    with op.batch_alter_table("dong_figure") as batch:
        batch.create_index(batch.f("ix_dong_figure_office_id"), ["office_id"], unique=False)


def _addresses() -> None:
    op.create_table(
        "address_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("filename", sa.String(length=120), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=True),
        sa.Column("addresses", sa.Integer(), nullable=False),
        sa.Column("added_at", instant, nullable=False),
        sa.Column("added_by_id", sa.Integer(), nullable=True),
        _key("address_file", "office_id", "office"),
        _key("address_file", "added_by_id", "user_account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_address_file")),
        sa.UniqueConstraint("office_id", name=op.f("uq_address_file_office_id")),
    )
    texts = {"label": 200, "key": 120, "building": 120, "building_key": 120, "postcode": 5,
             "legal_dong": 40, "dong_code": 10, "admin_dong": 40}  # fmt: skip
    op.create_table(
        "address_point",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.String(length=size), nullable=False) for name, size in texts.items()),
        sa.Column("lat", sa.Double(), nullable=False),
        sa.Column("lon", sa.Double(), nullable=False),
        _key("address_point", "office_id", "office"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_address_point")),
    )
    for column in ("key", "building_key"):
        name = f"ix_address_point_office_id_{column}"
        ops = {column: "varchar_pattern_ops"}  # beginnings of texts, whatever the collation
        op.create_index(name, "address_point", ["office_id", column], postgresql_ops=ops)


def _key(
    table: str, column: str, other: str, ondelete: str | None = None
) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{other}")
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=name, ondelete=ondelete)
