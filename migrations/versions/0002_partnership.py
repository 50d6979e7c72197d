"""The room partnership: its tables, policies, grants and triggers."""

revision = "0002_partnership"
down_revision = "0001_house"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing yet."""
