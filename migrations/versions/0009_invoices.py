"""The room invoices: its tables, policies, grants and triggers.

Invoices are sealed: the application may only insert. Whether lines and VAT add up to the invoice is looked at
when the transaction commits, because lines can only follow their invoice.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from app.infra import ddl

revision = "0009_invoices"
down_revision = "0008_settlement"
branch_labels = None
depends_on = None

_SEEN = """
CREATE POLICY confidential ON invoice AS RESTRICTIVE FOR SELECT
    USING (app_sees_all() OR app_organisation() = ANY (organisation_ids))
"""

_ADDS_UP = """
CREATE FUNCTION invoice_adds_up(of_collaboration integer, of_invoice uuid) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    head record;
    lines bigint;
    taxed bigint;
    bases bigint;
    category_differs boolean;
BEGIN
    SELECT number, net_cents, vat_cents INTO head FROM invoice
        WHERE collaboration_id = of_collaboration AND id = of_invoice;
    SELECT coalesce(sum(amount_cents), 0) INTO lines FROM invoice_line
        WHERE collaboration_id = of_collaboration AND invoice_id = of_invoice;
    SELECT coalesce(sum(vat_cents), 0), coalesce(sum(base_cents), 0) INTO taxed, bases FROM invoice_vat
        WHERE collaboration_id = of_collaboration AND invoice_id = of_invoice;
    SELECT EXISTS (
        SELECT vat_category, rate_num, rate_den, sum(amount_cents)::bigint FROM invoice_line
            WHERE collaboration_id = of_collaboration AND invoice_id = of_invoice
            GROUP BY vat_category, rate_num, rate_den
        EXCEPT
        SELECT category, rate_num, rate_den, base_cents FROM invoice_vat
            WHERE collaboration_id = of_collaboration AND invoice_id = of_invoice
    ) INTO category_differs;
    IF lines <> head.net_cents OR taxed <> head.vat_cents OR bases <> head.net_cents OR category_differs THEN
        RAISE EXCEPTION 'invoice % does not add up: % of lines, % of VAT', head.number, lines, taxed
            USING ERRCODE = 'check_violation';
    END IF;
END $$;
CREATE FUNCTION check_invoice() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM invoice_adds_up(NEW.collaboration_id, NEW.id);
    RETURN NULL;
END $$;
CREATE FUNCTION check_invoice_part() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM invoice_adds_up(NEW.collaboration_id, NEW.invoice_id);
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER adds_up AFTER INSERT ON invoice
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION check_invoice();
CREATE CONSTRAINT TRIGGER adds_up AFTER INSERT ON invoice_line
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION check_invoice_part();
CREATE CONSTRAINT TRIGGER adds_up AFTER INSERT ON invoice_vat
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION check_invoice_part();
"""


def upgrade() -> None:
    """Invoices, their lines, their VAT by category."""
    _invoice()
    _invoice_line()
    _invoice_vat()
    _invoice_refers()
    ddl.tenants(["invoice", "invoice_line", "invoice_vat", "invoice_refers"], "SELECT, INSERT")
    for table in ("invoice", "invoice_line", "invoice_vat", "invoice_refers"):
        ddl.append_only(table)
    op.execute(_SEEN)
    op.execute(_ADDS_UP)


def _invoice() -> None:
    op.create_table(
        "invoice",
        sa.Column("collaboration_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("run_id", sa.Uuid(), nullable=False),
        sa.Column("provider_id", sa.Uuid(), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_ids", postgresql.ARRAY(sa.Uuid()), nullable=False),
        sa.Column("number", sa.Text(collation="C"), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("vat_group", sa.Text(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("about_first_on", sa.Date(), nullable=True),
        sa.Column("about_last_on", sa.Date(), nullable=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("dated_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("net_cents", sa.BigInteger(), nullable=False),
        sa.Column("vat_cents", sa.BigInteger(), nullable=False),
        sa.Column("total_cents", sa.BigInteger(), nullable=False),
        sa.Column("parties", postgresql.JSONB(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("kind IN ('factuur', 'creditfactuur')", name=op.f("ck_invoice_kind")),
        sa.CheckConstraint("vat_group IN ('binnen-btw', 'buiten-btw')", name=op.f("ck_invoice_vat_group")),
        sa.CheckConstraint("due_on >= dated_on", name=op.f("ck_invoice_due_on")),
        sa.CheckConstraint(
            "net_cents + vat_cents = total_cents AND total_cents > 0", name=op.f("ck_invoice_total")
        ),
        sa.CheckConstraint(
            "organisation_ids = ARRAY[provider_id, client_id]", name=op.f("ck_invoice_organisation_ids")
        ),
        sa.CheckConstraint("provider_id <> client_id", name=op.f("ck_invoice_parties_differ")),
        sa.CheckConstraint("sequence > 0", name=op.f("ck_invoice_sequence")),
        sa.ForeignKeyConstraint(
            ["collaboration_id", "client_id"],
            ["organisation.collaboration_id", "organisation.id"],
            name=op.f("fk_invoice_collaboration_id_client_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["collaboration_id", "provider_id"],
            ["organisation.collaboration_id", "organisation.id"],
            name=op.f("fk_invoice_collaboration_id_provider_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["collaboration_id", "run_id"],
            ["run.collaboration_id", "run.id"],
            name=op.f("fk_invoice_collaboration_id_run_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["collaboration_id"], ["collaboration.id"], name=op.f("fk_invoice_collaboration_id")
        ),
        sa.PrimaryKeyConstraint("collaboration_id", "id", name=op.f("pk_invoice")),
        sa.UniqueConstraint("collaboration_id", "number", name=op.f("uq_invoice_collaboration_id_number")),
        sa.UniqueConstraint(
            "collaboration_id",
            "provider_id",
            "year",
            "sequence",
            name=op.f("uq_invoice_collaboration_id_provider_id_year_sequence"),
        ),
        sa.UniqueConstraint(
            "collaboration_id", "run_id", "place", name=op.f("uq_invoice_collaboration_id_run_id_place")
        ),
        sa.CheckConstraint(
            "(about_first_on IS NULL) = (about_last_on IS NULL)", name=op.f("ck_invoice_about")
        ),
        sa.CheckConstraint("place > 0", name=op.f("ck_invoice_place")),
    )
    op.create_index(
        "ix_invoice_collaboration_id_client_id", "invoice", ["collaboration_id", "client_id"], unique=False
    )
    op.create_index(
        "ix_invoice_collaboration_id_dated_on_number",
        "invoice",
        ["collaboration_id", "dated_on", "number"],
        unique=False,
    )


def _invoice_line() -> None:
    op.create_table(
        "invoice_line",
        sa.Column("collaboration_id", sa.Integer(), nullable=False),
        sa.Column("invoice_id", sa.Uuid(), nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("run_id", sa.Uuid(), nullable=False),
        sa.Column("settlement_line", sa.Integer(), nullable=False),
        sa.Column("area_id", sa.Uuid(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("quantity_num", sa.BigInteger(), nullable=False),
        sa.Column("quantity_den", sa.BigInteger(), nullable=False),
        sa.Column("base_quantity", sa.Integer(), nullable=False),
        sa.Column("price_cents", sa.BigInteger(), nullable=False),
        sa.Column("amount_cents", sa.BigInteger(), nullable=False),
        sa.Column("vat_category", sa.Text(), nullable=False),
        sa.Column("rate_num", sa.Integer(), nullable=False),
        sa.Column("rate_den", sa.Integer(), nullable=False),
        sa.CheckConstraint("vat_category IN ('S', 'E', 'O')", name=op.f("ck_invoice_line_vat_category")),
        sa.CheckConstraint("quantity_den > 0 AND base_quantity > 0", name=op.f("ck_invoice_line_quantity")),
        sa.CheckConstraint("rate_num >= 0 AND rate_den > 0", name=op.f("ck_invoice_line_rate")),
        sa.ForeignKeyConstraint(
            ["collaboration_id", "area_id"],
            ["service_area.collaboration_id", "service_area.id"],
            name=op.f("fk_invoice_line_collaboration_id_area_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["collaboration_id", "invoice_id"],
            ["invoice.collaboration_id", "invoice.id"],
            name=op.f("fk_invoice_line_collaboration_id_invoice_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["collaboration_id", "run_id", "settlement_line"],
            ["settlement_line.collaboration_id", "settlement_line.run_id", "settlement_line.number"],
            name=op.f("fk_invoice_line_settlement_line"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["collaboration_id"], ["collaboration.id"], name=op.f("fk_invoice_line_collaboration_id")
        ),
        sa.PrimaryKeyConstraint("collaboration_id", "invoice_id", "seq", name=op.f("pk_invoice_line")),
    )
    op.create_index(
        "ix_invoice_line_collaboration_id_area_id",
        "invoice_line",
        ["collaboration_id", "area_id"],
        unique=False,
    )
    op.create_index(
        "ix_invoice_line_collaboration_id_run_id_settlement_line",
        "invoice_line",
        ["collaboration_id", "run_id", "settlement_line"],
        unique=False,
    )


def _invoice_vat() -> None:
    op.create_table(
        "invoice_vat",
        sa.Column("collaboration_id", sa.Integer(), nullable=False),
        sa.Column("invoice_id", sa.Uuid(), nullable=False),
        sa.Column("category", sa.Text(), nullable=False),
        sa.Column("rate_num", sa.Integer(), nullable=False),
        sa.Column("rate_den", sa.Integer(), nullable=False),
        sa.Column("base_cents", sa.BigInteger(), nullable=False),
        sa.Column("vat_cents", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("category IN ('S', 'E', 'O')", name=op.f("ck_invoice_vat_category")),
        sa.CheckConstraint("rate_num >= 0 AND rate_den > 0", name=op.f("ck_invoice_vat_rate")),
        sa.ForeignKeyConstraint(
            ["collaboration_id", "invoice_id"],
            ["invoice.collaboration_id", "invoice.id"],
            name=op.f("fk_invoice_vat_collaboration_id_invoice_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["collaboration_id"], ["collaboration.id"], name=op.f("fk_invoice_vat_collaboration_id")
        ),
        sa.PrimaryKeyConstraint(
            "collaboration_id", "invoice_id", "category", "rate_num", "rate_den", name=op.f("pk_invoice_vat")
        ),
    )


def _invoice_refers() -> None:
    op.create_table(
        "invoice_refers",
        sa.Column("collaboration_id", sa.Integer(), nullable=False),
        sa.Column("invoice_id", sa.Uuid(), nullable=False),
        sa.Column("refers_to_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("invoice_id <> refers_to_id", name=op.f("ck_invoice_refers_another")),
        sa.ForeignKeyConstraint(
            ["collaboration_id", "invoice_id"],
            ["invoice.collaboration_id", "invoice.id"],
            name=op.f("fk_invoice_refers_collaboration_id_invoice_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["collaboration_id", "refers_to_id"],
            ["invoice.collaboration_id", "invoice.id"],
            name=op.f("fk_invoice_refers_collaboration_id_refers_to_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["collaboration_id"], ["collaboration.id"], name=op.f("fk_invoice_refers_collaboration_id")
        ),
        sa.PrimaryKeyConstraint(
            "collaboration_id", "invoice_id", "refers_to_id", name=op.f("pk_invoice_refers")
        ),
    )
    op.create_index(
        "ix_invoice_refers_collaboration_id_refers_to_id",
        "invoice_refers",
        ["collaboration_id", "refers_to_id"],
        unique=False,
    )
