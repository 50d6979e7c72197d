"""The room hours: its tables, policies, grants and triggers."""

revision = "0006_hours"
down_revision = "0005_people"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing yet."""
