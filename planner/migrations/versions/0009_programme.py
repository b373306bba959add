"""The wider programme: plan, tallies, training, regular centres, shifts, rotating centres"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import planner.extensions

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

instant = planner.extensions.UtcDateTime(timezone=True)


def upgrade() -> None:
    _plan_area()
    _tally()
    _training_course()
    _plan_task()
    _rotation()
    _training_session()
    _rotation_part()
    _training_attendance()
    _regular_center()
    _tally_entry()
    _tally_target()
    _center_slot()
    _rotation_stop()
    _counsellor_shift()


def downgrade() -> None:
    op.drop_table("counsellor_shift")
    op.drop_table("rotation_stop")
    op.drop_table("center_slot")
    op.drop_table("tally_target")
    op.drop_table("tally_entry")
    op.drop_table("regular_center")
    op.drop_table("training_attendance")
    op.drop_table("rotation_part")
    op.drop_table("training_session")
    op.drop_table("rotation")
    op.drop_table("plan_task")
    op.drop_table("training_course")
    op.drop_table("tally")
    op.drop_table("plan_area")


def _plan_area() -> None:
    op.create_table(
        "plan_area",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("name_en", sa.String(length=120), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        _key("plan_area", "office_id", "office"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_area")),
        sa.UniqueConstraint("office_id", "name", name=op.f("uq_plan_area_office_id_name")),
    )
    with op.batch_alter_table("plan_area") as batch:
        batch.create_index(batch.f("ix_plan_area_office_id"), ["office_id"], unique=False)


def _tally() -> None:
    op.create_table(
        "tally",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("type", sa.String(length=16), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("name_en", sa.String(length=160), nullable=False),
        sa.Column("unit", sa.String(length=12), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('material', 'goods', 'fund', 'counsellor', 'quota')",
            name=op.f("ck_tally_kind"),
        ),
        _key("tally", "office_id", "office"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tally")),
        sa.UniqueConstraint("office_id", "name", name=op.f("uq_tally_office_id_name")),
    )
    with op.batch_alter_table("tally") as batch:
        batch.create_index(batch.f("ix_tally_office_id"), ["office_id"], unique=False)


def _training_course() -> None:
    op.create_table(
        "training_course",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("name_en", sa.String(length=160), nullable=False),
        sa.Column("least", sa.Integer(), nullable=False),
        sa.Column("since", sa.Integer(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        _key("training_course", "office_id", "office"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_course")),
        sa.UniqueConstraint("office_id", "name", name=op.f("uq_training_course_office_id_name")),
    )
    with op.batch_alter_table("training_course") as batch:
        batch.create_index(batch.f("ix_training_course_office_id"), ["office_id"], unique=False)


def _plan_task() -> None:
    op.create_table(
        "plan_task",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("area_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=160), nullable=False),
        sa.Column("name_en", sa.String(length=200), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("percent", sa.Integer(), nullable=False),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("department", sa.String(length=80), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("synthetic", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "state IN ('planned', 'running', 'done', 'stopped')", name=op.f("ck_plan_task_state")
        ),
        sa.CheckConstraint("percent BETWEEN 0 AND 100", name=op.f("ck_plan_task_percent")),
        _key("plan_task", "area_id", "plan_area"),
        _key("plan_task", "office_id", "office"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_task")),
        sa.UniqueConstraint(
            "office_id", "year", "name", name=op.f("uq_plan_task_office_id_year_name")
        ),
    )
    with op.batch_alter_table("plan_task") as batch:
        batch.create_index(batch.f("ix_plan_task_area_id"), ["area_id"], unique=False)


def _rotation() -> None:
    op.create_table(
        "rotation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("name_en", sa.String(length=160), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("opens_at", sa.Time(), nullable=False),
        sa.Column("closes_at", sa.Time(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("synthetic", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("opens_at < closes_at", name=op.f("ck_rotation_hours")),
        _key("rotation", "campaign_id", "campaign", "SET NULL"),
        _key("rotation", "office_id", "office"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rotation")),
        sa.UniqueConstraint("office_id", "name", name=op.f("uq_rotation_office_id_name")),
    )
    with op.batch_alter_table("rotation") as batch:
        batch.create_index(batch.f("ix_rotation_campaign_id"), ["campaign_id"], unique=False)
        batch.create_index(batch.f("ix_rotation_office_id"), ["office_id"], unique=False)


def _training_session() -> None:
    op.create_table(
        "training_session",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("hours", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(length=120), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("synthetic", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("kind IN ('regular', 'special')", name=op.f("ck_training_session_kind")),
        _key("training_session", "course_id", "training_course"),
        _key("training_session", "office_id", "office"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_session")),
        sa.UniqueConstraint("course_id", "day", name=op.f("uq_training_session_course_id_day")),
    )
    with op.batch_alter_table("training_session") as batch:
        batch.create_index(batch.f("ix_training_session_course_id"), ["course_id"], unique=False)


def _rotation_part() -> None:
    op.create_table(
        "rotation_part",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("rotation_id", sa.Integer(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("weekday", sa.String(length=1), nullable=False),
        sa.Column("weeks", sa.String(length=9), nullable=False),
        sa.Column("themes", sa.String(length=400), nullable=False),
        sa.Column("synthetic", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("weekday BETWEEN '0' AND '6'", name=op.f("ck_rotation_part_weekday")),
        _key("rotation_part", "office_id", "office"),
        _key("rotation_part", "rotation_id", "rotation", "CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rotation_part")),
        sa.UniqueConstraint(
            "rotation_id", "starts_on", name=op.f("uq_rotation_part_rotation_id_starts_on")
        ),
    )
    with op.batch_alter_table("rotation_part") as batch:
        batch.create_index(batch.f("ix_rotation_part_rotation_id"), ["rotation_id"], unique=False)


def _training_attendance() -> None:
    op.create_table(
        "training_attendance",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=True),
        sa.Column("attended", sa.Integer(), nullable=False),
        sa.Column("completed", sa.Integer(), nullable=False),
        sa.Column("synthetic", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "0 <= completed AND completed <= attended",
            name=op.f("ck_training_attendance_completed"),
        ),
        _key("training_attendance", "agency_id", "agency"),
        _key("training_attendance", "office_id", "office"),
        _key("training_attendance", "session_id", "training_session", "CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_attendance")),
        sa.UniqueConstraint(
            "session_id", "agency_id", name=op.f("uq_training_attendance_session_id_agency_id")
        ),
    )
    with op.batch_alter_table("training_attendance") as batch:
        batch.create_index(batch.f("ix_training_attendance_agency_id"), ["agency_id"], unique=False)
        batch.create_index(
            batch.f("ix_training_attendance_session_id"), ["session_id"], unique=False
        )


def _regular_center() -> None:
    op.create_table(
        "regular_center",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("name_en", sa.String(length=160), nullable=False),
        sa.Column("dong_id", sa.Integer(), nullable=True),
        sa.Column("address", sa.String(length=200), nullable=False),
        sa.Column("phone", sa.String(length=40), nullable=False),
        sa.Column("weekdays", sa.String(length=7), nullable=False),
        sa.Column("opens_at", sa.Time(), nullable=False),
        sa.Column("closes_at", sa.Time(), nullable=False),
        sa.Column("by_phone", sa.Boolean(), nullable=False),
        sa.Column("by_visit", sa.Boolean(), nullable=False),
        sa.Column("slot_minutes", sa.Integer(), nullable=False),
        sa.Column("slot_places", sa.Integer(), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("synthetic", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('welfare', 'finance', 'other')", name=op.f("ck_regular_center_kind")
        ),
        sa.CheckConstraint("opens_at < closes_at", name=op.f("ck_regular_center_hours")),
        sa.CheckConstraint(
            "slot_minutes BETWEEN 5 AND 480 AND slot_places >= 1",
            name=op.f("ck_regular_center_slots"),
        ),
        _key("regular_center", "dong_id", "admin_dong"),
        _key("regular_center", "office_id", "office"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_regular_center")),
        sa.UniqueConstraint("office_id", "name", name=op.f("uq_regular_center_office_id_name")),
    )
    with op.batch_alter_table("regular_center") as batch:
        batch.create_index(batch.f("ix_regular_center_dong_id"), ["dong_id"], unique=False)
        batch.create_index(batch.f("ix_regular_center_office_id"), ["office_id"], unique=False)


def _tally_entry() -> None:
    op.create_table(
        "tally_entry",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("tally_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("direction", sa.String(length=3), nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.Column("channel", sa.String(length=20), nullable=False),
        sa.Column("dong_id", sa.Integer(), nullable=True),
        sa.Column("agency_id", sa.Integer(), nullable=True),
        sa.Column("field_id", sa.Integer(), nullable=True),
        sa.Column("purpose", sa.String(length=120), nullable=False),
        sa.Column("corrects_id", sa.String(length=36), nullable=True),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("recorded_at", instant, nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("synthetic", sa.Boolean(), nullable=False),
        sa.CheckConstraint("direction IN ('in', 'out')", name=op.f("ck_tally_entry_direction")),
        _key("tally_entry", "agency_id", "agency"),
        _key("tally_entry", "corrects_id", "tally_entry"),
        _key("tally_entry", "dong_id", "admin_dong"),
        _key("tally_entry", "field_id", "counseling_field"),
        _key("tally_entry", "tally_id", "tally"),
        _key("tally_entry", "user_id", "user_account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tally_entry")),
    )
    with op.batch_alter_table("tally_entry") as batch:
        batch.create_index(batch.f("ix_tally_entry_agency_id"), ["agency_id"], unique=False)
        batch.create_index(batch.f("ix_tally_entry_corrects_id"), ["corrects_id"], unique=False)
        batch.create_index(batch.f("ix_tally_entry_dong_id"), ["dong_id"], unique=False)
        batch.create_index(batch.f("ix_tally_entry_field_id"), ["field_id"], unique=False)
        batch.create_index("ix_tally_entry_tally_id_day", ["tally_id", "day"], unique=False)


def _tally_target() -> None:
    op.create_table(
        "tally_target",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("tally_id", sa.Integer(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("dong_id", sa.Integer(), nullable=True),
        sa.Column("field_id", sa.Integer(), nullable=True),
        sa.Column("agency_id", sa.Integer(), nullable=True),
        sa.Column("wanted", sa.BigInteger(), nullable=False),
        sa.Column("last_year", sa.BigInteger(), nullable=True),
        sa.Column("a_month", sa.BigInteger(), nullable=True),
        sa.Column("qualifier", sa.String(length=8), nullable=False),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.Column("synthetic", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "qualifier IN ('', 'over', 'about', 'min', 'within')",
            name=op.f("ck_tally_target_qualifier"),
        ),
        sa.CheckConstraint("starts_on <= ends_on", name=op.f("ck_tally_target_period")),
        sa.CheckConstraint("wanted >= 0", name=op.f("ck_tally_target_wanted")),
        _key("tally_target", "agency_id", "agency"),
        _key("tally_target", "dong_id", "admin_dong"),
        _key("tally_target", "field_id", "counseling_field"),
        _key("tally_target", "office_id", "office"),
        _key("tally_target", "tally_id", "tally", "CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tally_target")),
    )
    with op.batch_alter_table("tally_target") as batch:
        batch.create_index(batch.f("ix_tally_target_agency_id"), ["agency_id"], unique=False)
        batch.create_index(batch.f("ix_tally_target_dong_id"), ["dong_id"], unique=False)
        batch.create_index(batch.f("ix_tally_target_field_id"), ["field_id"], unique=False)
        batch.create_index(batch.f("ix_tally_target_tally_id"), ["tally_id"], unique=False)


def _center_slot() -> None:
    op.create_table(
        "center_slot",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("center_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("starts_at", sa.Time(), nullable=False),
        sa.Column("phone", sa.Integer(), nullable=False),
        sa.Column("visit", sa.Integer(), nullable=False),
        sa.CheckConstraint("phone >= 0 AND visit >= 0", name=op.f("ck_center_slot_taken")),
        _key("center_slot", "center_id", "regular_center", "CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_center_slot")),
        sa.UniqueConstraint(
            "center_id", "day", "starts_at", name=op.f("uq_center_slot_center_id_day_starts_at")
        ),
    )


def _rotation_stop() -> None:
    op.create_table(
        "rotation_stop",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("part_id", sa.Integer(), nullable=False),
        sa.Column("venue_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        _key("rotation_stop", "part_id", "rotation_part", "CASCADE"),
        _key("rotation_stop", "venue_id", "venue"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rotation_stop")),
    )
    with op.batch_alter_table("rotation_stop") as batch:
        batch.create_index(batch.f("ix_rotation_stop_part_id"), ["part_id"], unique=False)
        batch.create_index(batch.f("ix_rotation_stop_venue_id"), ["venue_id"], unique=False)


def _counsellor_shift() -> None:
    op.create_table(
        "counsellor_shift",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("tally_id", sa.Integer(), nullable=False),
        sa.Column("field_id", sa.Integer(), nullable=True),
        sa.Column("starts_at", sa.Time(), nullable=False),
        sa.Column("ends_at", sa.Time(), nullable=False),
        sa.Column("wanted", sa.Integer(), nullable=False),
        sa.Column("came", sa.Integer(), nullable=True),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.Column("synthetic", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("starts_at < ends_at", name=op.f("ck_counsellor_shift_hours")),
        sa.CheckConstraint(
            "wanted >= 0 AND (came IS NULL OR came >= 0)", name=op.f("ck_counsellor_shift_numbers")
        ),
        _key("counsellor_shift", "event_id", "event", "CASCADE"),
        _key("counsellor_shift", "field_id", "counseling_field"),
        _key("counsellor_shift", "office_id", "office"),
        _key("counsellor_shift", "tally_id", "tally"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_counsellor_shift")),
        sa.UniqueConstraint(
            "event_id",
            "tally_id",
            "field_id",
            "starts_at",
            name=op.f("uq_counsellor_shift_event_id_tally_id_field_id_starts_at"),
        ),
    )
    with op.batch_alter_table("counsellor_shift") as batch:
        batch.create_index(batch.f("ix_counsellor_shift_event_id"), ["event_id"], unique=False)
        batch.create_index(batch.f("ix_counsellor_shift_field_id"), ["field_id"], unique=False)
        batch.create_index(batch.f("ix_counsellor_shift_office_id"), ["office_id"], unique=False)
        batch.create_index(batch.f("ix_counsellor_shift_tally_id"), ["tally_id"], unique=False)


def _key(
    table: str, column: str, other: str, ondelete: str | None = None
) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{other}")
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=name, ondelete=ondelete)
