"""Letters to agencies, applications of new ones, agreements"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import planner.extensions

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

TABLES = (
    "letter_event",
    "letter",
    "mailing",
    "application_field",
    "application",
    "agreement_field",
    "agreement",
)


def upgrade() -> None:
    op.add_column(
        "office",
        sa.Column("takes_applications", sa.Boolean(), server_default=sa.true(), nullable=False),
    )
    op.create_table(
        "agreement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("category", sa.String(length=12), nullable=False),
        sa.Column("number", sa.String(length=60), nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("synthetic", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "category IN ('facility', 'sponsor', 'law', 'medical', 'other')",
            name=op.f("ck_agreement_category"),
        ),
        sa.CheckConstraint(
            "ends_on IS NULL OR starts_on <= ends_on", name=op.f("ck_agreement_period")
        ),
        sa.ForeignKeyConstraint(
            ["agency_id"], ["agency.id"], name=op.f("fk_agreement_agency_id_agency")
        ),
        sa.ForeignKeyConstraint(
            ["office_id"], ["office.id"], name=op.f("fk_agreement_office_id_office")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement")),
        sa.UniqueConstraint(
            "agency_id",
            "category",
            "starts_on",
            name=op.f("uq_agreement_agency_id_category_starts_on"),
        ),
    )
    op.create_index(op.f("ix_agreement_agency_id"), "agreement", ["agency_id"], unique=False)
    op.create_index(op.f("ix_agreement_office_id"), "agreement", ["office_id"], unique=False)
    op.create_table(
        "application",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("received_at", planner.extensions.UtcDateTime(timezone=True), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("category", sa.String(length=16), nullable=False),
        sa.Column("staff_per_day", sa.Integer(), nullable=False),
        sa.Column("needs_power", sa.Boolean(), nullable=False),
        sa.Column("needs_water", sa.Boolean(), nullable=False),
        sa.Column("needs_private", sa.Boolean(), nullable=False),
        sa.Column("needs_step_free", sa.Boolean(), nullable=False),
        sa.Column("weekdays", sa.String(length=7), nullable=False),
        sa.Column("contact", sa.String(length=80), nullable=False),
        sa.Column("phone", sa.String(length=40), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("decided_at", planner.extensions.UtcDateTime(timezone=True), nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "state IN ('waiting', 'accepted', 'declined')", name=op.f("ck_application_state")
        ),
        sa.ForeignKeyConstraint(
            ["agency_id"], ["agency.id"], name=op.f("fk_application_agency_id_agency")
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_id"],
            ["user_account.id"],
            name=op.f("fk_application_decided_by_id_user_account"),
        ),
        sa.ForeignKeyConstraint(
            ["office_id"], ["office.id"], name=op.f("fk_application_office_id_office")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_application")),
    )
    op.create_index(op.f("ix_application_agency_id"), "application", ["agency_id"], unique=False)
    op.create_index(
        op.f("ix_application_office_state"), "application", ["office_id", "state"], unique=False
    )
    op.create_table(
        "mailing",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=True),
        sa.Column("about", sa.String(length=12), nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("deadline", sa.Date(), nullable=True),
        sa.Column("release_number", sa.Integer(), nullable=True),
        sa.Column("drafted_at", planner.extensions.UtcDateTime(timezone=True), nullable=False),
        sa.Column("drafted_by_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaign.id"], name=op.f("fk_mailing_campaign_id_campaign")
        ),
        sa.ForeignKeyConstraint(
            ["drafted_by_id"],
            ["user_account.id"],
            name=op.f("fk_mailing_drafted_by_id_user_account"),
        ),
        sa.ForeignKeyConstraint(
            ["office_id"], ["office.id"], name=op.f("fk_mailing_office_id_office")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mailing")),
    )
    op.create_index(op.f("ix_mailing_campaign_id"), "mailing", ["campaign_id"], unique=False)
    op.create_index(op.f("ix_mailing_office_id"), "mailing", ["office_id"], unique=False)
    op.create_table(
        "agreement_field",
        sa.Column("agreement_id", sa.Integer(), nullable=False),
        sa.Column("field_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["agreement_id"],
            ["agreement.id"],
            name=op.f("fk_agreement_field_agreement_id_agreement"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["field_id"],
            ["counseling_field.id"],
            name=op.f("fk_agreement_field_field_id_counseling_field"),
        ),
        sa.PrimaryKeyConstraint("agreement_id", "field_id", name=op.f("pk_agreement_field")),
    )
    op.create_index(
        op.f("ix_agreement_field_field_id"), "agreement_field", ["field_id"], unique=False
    )
    op.create_table(
        "application_field",
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("field_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["application.id"],
            name=op.f("fk_application_field_application_id_application"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["field_id"],
            ["counseling_field.id"],
            name=op.f("fk_application_field_field_id_counseling_field"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("application_id", "field_id", name=op.f("pk_application_field")),
    )
    op.create_index(
        op.f("ix_application_field_field_id"), "application_field", ["field_id"], unique=False
    )
    op.create_table(
        "letter",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("mailing_id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=36), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("subject", sa.String(length=400), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("reviewed_at", planner.extensions.UtcDateTime(timezone=True), nullable=True),
        sa.Column("reviewed_by_id", sa.Integer(), nullable=True),
        sa.Column("sent_at", planner.extensions.UtcDateTime(timezone=True), nullable=True),
        sa.Column("sent_by_id", sa.Integer(), nullable=True),
        sa.Column("by_hand", sa.Boolean(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("next_try_at", planner.extensions.UtcDateTime(timezone=True), nullable=True),
        sa.Column("claimed_at", planner.extensions.UtcDateTime(timezone=True), nullable=True),
        sa.Column("error", sa.Text(), nullable=False),
        sa.Column("extra", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "state IN ('draft', 'reviewed', 'queued', 'sending', 'sent', 'failed', 'withdrawn')",
            name=op.f("ck_letter_state"),
        ),
        sa.ForeignKeyConstraint(
            ["agency_id"], ["agency.id"], name=op.f("fk_letter_agency_id_agency")
        ),
        sa.ForeignKeyConstraint(
            ["mailing_id"], ["mailing.id"], name=op.f("fk_letter_mailing_id_mailing")
        ),
        sa.ForeignKeyConstraint(
            ["office_id"], ["office.id"], name=op.f("fk_letter_office_id_office")
        ),
        sa.ForeignKeyConstraint(
            ["reviewed_by_id"],
            ["user_account.id"],
            name=op.f("fk_letter_reviewed_by_id_user_account"),
        ),
        sa.ForeignKeyConstraint(
            ["sent_by_id"], ["user_account.id"], name=op.f("fk_letter_sent_by_id_user_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter")),
        sa.UniqueConstraint("uid", name=op.f("uq_letter_uid")),
    )
    op.create_index(op.f("ix_letter_agency_id"), "letter", ["agency_id"], unique=False)
    op.create_index(op.f("ix_letter_mailing_id"), "letter", ["mailing_id"], unique=False)
    op.create_index(op.f("ix_letter_office_state"), "letter", ["office_id", "state"], unique=False)
    op.create_index(op.f("ix_letter_queue"), "letter", ["state", "next_try_at"], unique=False)
    op.create_table(
        "letter_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("letter_id", sa.Integer(), nullable=False),
        sa.Column("at", planner.extensions.UtcDateTime(timezone=True), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("action", sa.String(length=12), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["letter_id"],
            ["letter.id"],
            name=op.f("fk_letter_event_letter_id_letter"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_letter_event_user_id_user_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter_event")),
    )
    op.create_index(op.f("ix_letter_event_letter_id"), "letter_event", ["letter_id"], unique=False)


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)
    with op.batch_alter_table("office") as batch:
        batch.drop_column("takes_applications")
