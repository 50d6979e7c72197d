"""The room invoices: its tables, policies, grants and triggers."""

revision = "0009_invoices"
down_revision = "0008_settlement"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing yet."""
