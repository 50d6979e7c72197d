"""E-mail that the house sends, read back in the local mailbox; digests of offices and how often they want one."""

import sqlalchemy as sa
from alembic import op

from app.infra import ddl

revision = "0011_mail"
down_revision = "0010_sla"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """The post; digests."""
    _mail()
    _digests()


def _mail() -> None:
    op.create_table(
        "mail",
        sa.Column("collaboration_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("refused", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_mail_account_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["collaboration_id"], ["collaboration.id"], name=op.f("fk_mail_collaboration_id")
        ),
        sa.PrimaryKeyConstraint("collaboration_id", "id", name=op.f("pk_mail")),
    )
    op.create_index(
        "ix_mail_waiting",
        "mail",
        ["collaboration_id", "created_at"],
        postgresql_where=sa.text("sent_at IS NULL AND refused IS NULL"),
    )
    op.create_index(op.f("ix_mail_account_id_created_at"), "mail", ["account_id", "created_at"])
    ddl.tenant("mail")


def _digests() -> None:
    op.create_table(
        "digest_rhythm",
        sa.Column("collaboration_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("rhythm", sa.Text(), nullable=False),
        sa.CheckConstraint("rhythm IN ('dag', 'week', 'nooit')", name=op.f("ck_digest_rhythm_rhythm")),
        sa.ForeignKeyConstraint(
            ["collaboration_id"], ["collaboration.id"], name=op.f("fk_digest_rhythm_collaboration_id")
        ),
        sa.ForeignKeyConstraint(
            ["collaboration_id", "organisation_id"],
            ["organisation.collaboration_id", "organisation.id"],
            name=op.f("fk_digest_rhythm_collaboration_id_organisation_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("collaboration_id", "organisation_id", name=op.f("pk_digest_rhythm")),
    )
    op.create_table(
        "digest",
        sa.Column("collaboration_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("lines", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["collaboration_id"], ["collaboration.id"], name=op.f("fk_digest_collaboration_id")
        ),
        sa.ForeignKeyConstraint(
            ["collaboration_id", "organisation_id"],
            ["organisation.collaboration_id", "organisation.id"],
            name=op.f("fk_digest_collaboration_id_organisation_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("collaboration_id", "organisation_id", "on_day", name=op.f("pk_digest")),
    )
    ddl.tenant("digest_rhythm")
    ddl.tenant("digest", "SELECT, INSERT")
    ddl.append_only("digest")
