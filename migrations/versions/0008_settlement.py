"""The room settlement: its tables, policies, grants and triggers."""

revision = "0008_settlement"
down_revision = "0007_costs"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing yet."""
