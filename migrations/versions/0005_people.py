"""The room people: its tables, policies, grants and triggers."""

revision = "0005_people"
down_revision = "0004_assignments"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing yet."""
