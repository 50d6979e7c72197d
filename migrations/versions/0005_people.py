"""The room people: employees, employments, skills, leave, secondments; policies and grants.

Rows with a term are ended, not deleted, so the application may not delete here.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from app.infra import ddl

revision = "0005_people"
down_revision = "0004_assignments"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _employee()
    _employment()
    _skill()
    _leave()
    _secondment()
    ddl.tenants(["employee", "employment", "skill", "leave", "secondment"])


def _employee() -> None:
    op.create_table(
        "employee",
        sa.Column("collaboration_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.Text(collation="C"), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("sort_name", sa.Text(collation="C"), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("code ~ '^[A-Za-z0-9][A-Za-z0-9-]{0,30}$'", name=op.f("ck_employee_code")),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name="fk_employee_account_id", ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["collaboration_id"], ["collaboration.id"], name="fk_employee_collaboration_id"
        ),
        sa.PrimaryKeyConstraint("collaboration_id", "id", name="pk_employee"),
        sa.UniqueConstraint("collaboration_id", "account_id", name="uq_employee_collaboration_id_account_id"),
        sa.UniqueConstraint("collaboration_id", "code", name="uq_employee_collaboration_id_code"),
    )
    op.create_index(
        "ix_employee_collaboration_id_sort_name_id",
        "employee",
        ["collaboration_id", "sort_name", "id"],
        unique=False,
    )


def _employment() -> None:
    op.create_table(
        "employment",
        sa.Column("collaboration_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("employee_id", sa.Uuid(), nullable=False),
        sa.Column("employer_id", sa.Uuid(), nullable=False),
        sa.Column("area_id", sa.Uuid(), nullable=False),
        sa.Column("function_code", sa.Text(collation="C"), nullable=False),
        sa.Column("contract_minutes", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column(
            "validity",
            postgresql.DATERANGE(),
            sa.Computed("daterange(valid_from, valid_until, '[]')", persisted=True),
            nullable=False,
        ),
        postgresql.ExcludeConstraint(
            (sa.text("int4range(collaboration_id, collaboration_id, '[]')"), "="),
            (sa.text("uuid_range(employee_id, employee_id, '[]')"), "="),
            (sa.text("validity"), "&&"),
            using="gist",
            name="ex_employment_employee_id_validity",
        ),
        sa.CheckConstraint(
            "contract_minutes BETWEEN 1 AND 10080", name=op.f("ck_employment_contract_minutes")
        ),
        sa.CheckConstraint("valid_until >= valid_from", name=op.f("ck_employment_in_order")),
        sa.ForeignKeyConstraint(
            ["collaboration_id", "area_id"],
            ["service_area.collaboration_id", "service_area.id"],
            name="fk_employment_collaboration_id_area_id",
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["collaboration_id", "employee_id"],
            ["employee.collaboration_id", "employee.id"],
            name="fk_employment_collaboration_id_employee_id",
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["collaboration_id", "employer_id"],
            ["organisation.collaboration_id", "organisation.id"],
            name="fk_employment_collaboration_id_employer_id",
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["collaboration_id"], ["collaboration.id"], name="fk_employment_collaboration_id"
        ),
        sa.PrimaryKeyConstraint("collaboration_id", "id", name="pk_employment"),
    )
    op.create_index(
        "ix_employment_collaboration_id_area_id", "employment", ["collaboration_id", "area_id"], unique=False
    )
    op.create_index(
        "ix_employment_collaboration_id_employee_id_valid_from",
        "employment",
        ["collaboration_id", "employee_id", "valid_from"],
        unique=False,
    )
    op.create_index(
        "ix_employment_collaboration_id_employer_id",
        "employment",
        ["collaboration_id", "employer_id"],
        unique=False,
    )


def _skill() -> None:
    op.create_table(
        "skill",
        sa.Column("collaboration_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("employee_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.Text(collation="C"), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column(
            "validity",
            postgresql.DATERANGE(),
            sa.Computed("daterange(valid_from, valid_until, '[]')", persisted=True),
            nullable=False,
        ),
        sa.CheckConstraint("valid_until >= valid_from", name=op.f("ck_skill_in_order")),
        sa.ForeignKeyConstraint(
            ["collaboration_id", "employee_id"],
            ["employee.collaboration_id", "employee.id"],
            name="fk_skill_collaboration_id_employee_id",
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(["collaboration_id"], ["collaboration.id"], name="fk_skill_collaboration_id"),
        sa.PrimaryKeyConstraint("collaboration_id", "id", name="pk_skill"),
        sa.UniqueConstraint(
            "collaboration_id",
            "employee_id",
            "code",
            "valid_from",
            name="uq_skill_collaboration_id_employee_id_code_valid_from",
        ),
    )


def _leave() -> None:
    op.create_table(
        "leave",
        sa.Column("collaboration_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("employee_id", sa.Uuid(), nullable=False),
        sa.Column("day_minutes", sa.Integer(), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column(
            "validity",
            postgresql.DATERANGE(),
            sa.Computed("daterange(valid_from, valid_until, '[]')", persisted=True),
            nullable=False,
        ),
        sa.CheckConstraint("day_minutes BETWEEN 1 AND 1440", name=op.f("ck_leave_day_minutes")),
        sa.CheckConstraint("valid_until >= valid_from", name=op.f("ck_leave_in_order")),
        sa.ForeignKeyConstraint(
            ["collaboration_id", "employee_id"],
            ["employee.collaboration_id", "employee.id"],
            name="fk_leave_collaboration_id_employee_id",
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(["collaboration_id"], ["collaboration.id"], name="fk_leave_collaboration_id"),
        sa.PrimaryKeyConstraint("collaboration_id", "id", name="pk_leave"),
    )
    op.create_index(
        "ix_leave_collaboration_id_employee_id", "leave", ["collaboration_id", "employee_id"], unique=False
    )


def _secondment() -> None:
    op.create_table(
        "secondment",
        sa.Column("collaboration_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("employee_id", sa.Uuid(), nullable=False),
        sa.Column("employer_id", sa.Uuid(), nullable=False),
        sa.Column("provider_id", sa.Uuid(), nullable=False),
        sa.Column("area_id", sa.Uuid(), nullable=False),
        sa.Column("function_code", sa.Text(collation="C"), nullable=False),
        sa.Column("fte", sa.Numeric(precision=6, scale=4), nullable=False),
        sa.Column("rate_cents", sa.BigInteger(), nullable=False),
        sa.Column("vat_category", sa.Text(), nullable=False),
        sa.Column("vat_basis_points", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column(
            "validity",
            postgresql.DATERANGE(),
            sa.Computed("daterange(valid_from, valid_until, '[]')", persisted=True),
            nullable=False,
        ),
        postgresql.ExcludeConstraint(
            (sa.text("int4range(collaboration_id, collaboration_id, '[]')"), "="),
            (sa.text("uuid_range(employee_id, employee_id, '[]')"), "="),
            (sa.text("uuid_range(area_id, area_id, '[]')"), "="),
            (sa.text("validity"), "&&"),
            using="gist",
            name="ex_secondment_employee_id_area_id_validity",
        ),
        sa.CheckConstraint(
            "(vat_category = 'S') = (vat_basis_points > 0)", name=op.f("ck_secondment_vat_rate")
        ),
        sa.CheckConstraint("vat_category IN ('S', 'E', 'O')", name=op.f("ck_secondment_vat_category")),
        sa.CheckConstraint("fte > 0 AND fte <= 2", name=op.f("ck_secondment_fte")),
        sa.CheckConstraint("rate_cents >= 0", name=op.f("ck_secondment_rate_cents_not_negative")),
        sa.CheckConstraint("valid_until >= valid_from", name=op.f("ck_secondment_in_order")),
        sa.CheckConstraint(
            "vat_basis_points BETWEEN 0 AND 10000", name=op.f("ck_secondment_vat_basis_points")
        ),
        sa.ForeignKeyConstraint(
            ["collaboration_id", "area_id"],
            ["service_area.collaboration_id", "service_area.id"],
            name="fk_secondment_collaboration_id_area_id",
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["collaboration_id", "employee_id"],
            ["employee.collaboration_id", "employee.id"],
            name="fk_secondment_collaboration_id_employee_id",
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["collaboration_id", "employer_id"],
            ["organisation.collaboration_id", "organisation.id"],
            name="fk_secondment_collaboration_id_employer_id",
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["collaboration_id", "provider_id"],
            ["organisation.collaboration_id", "organisation.id"],
            name="fk_secondment_collaboration_id_provider_id",
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["collaboration_id"], ["collaboration.id"], name="fk_secondment_collaboration_id"
        ),
        sa.PrimaryKeyConstraint("collaboration_id", "id", name="pk_secondment"),
    )
    op.create_index(
        "ix_secondment_collaboration_id_area_id", "secondment", ["collaboration_id", "area_id"], unique=False
    )
    op.create_index(
        "ix_secondment_collaboration_id_employee_id",
        "secondment",
        ["collaboration_id", "employee_id"],
        unique=False,
    )
    op.create_index(
        "ix_secondment_collaboration_id_employer_id",
        "secondment",
        ["collaboration_id", "employer_id"],
        unique=False,
    )
    op.create_index(
        "ix_secondment_collaboration_id_provider_id",
        "secondment",
        ["collaboration_id", "provider_id"],
        unique=False,
    )
