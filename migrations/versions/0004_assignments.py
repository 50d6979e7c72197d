"""The room assignments: its tables, policies, grants and triggers."""

revision = "0004_assignments"
down_revision = "0003_access"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing yet."""
