"""All tables of the house in one place, for migrations, worker and tests: import a room's models here."""

from app.features.access import models as access
from app.features.assignments import models as assignments
from app.features.costs import models as costs
from app.features.hours import models as hours
from app.features.invoices import models as invoices
from app.features.partnership import models as partnership
from app.features.people import models as people
from app.features.settlement import models as settlement
from app.features.sla import models as sla
from app.infra import audit, idempotency, mail, numbers, storage, tenancy
from app.infra.schema import Base

metadata = Base.metadata

INSTALLATION_TABLES = frozenset(
    {"account", "collaboration", "credential", "failed_attempt", "installation", "key_prefix", "sign_in"}
)
"""Tables that belong to the installation and not to a collaboration (data §1, kind I)."""

ROOMS = (
    access, assignments, audit, costs, hours, idempotency, invoices, mail, numbers, partnership, people,
    settlement, sla, storage, tenancy,
)  # fmt: skip
"""Every module that describes tables: imported so that `metadata` is whole."""
