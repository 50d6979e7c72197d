"""The room access: its tables, policies, grants and triggers."""

revision = "0003_access"
down_revision = "0002_partnership"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing yet."""
