"""The room costs: its tables, policies, grants and triggers."""

revision = "0007_costs"
down_revision = "0006_hours"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing yet."""
