"""The words of costs: kinds of pool, categories, what overhead is divided by (domain §9).

Only what costs are called and how they add up; dividing them over partners is the settlement's business.
"""

from enum import StrEnum


class Category(StrEnum):
    """What a cost entry is spent on."""

    STAFF = "staff"
    HIRED = "hired"
    HOUSING = "housing"
    ICT = "ict"
    OTHER = "other"


CATEGORY_NAMES = {
    Category.STAFF: "Personeel",
    Category.HIRED: "Inhuur",
    Category.HOUSING: "Huisvesting",
    Category.ICT: "ICT",
    Category.OTHER: "Overig",
}
"""The Dutch name of each category."""


class PoolKind(StrEnum):
    """Whose costs a pool gathers."""

    AREA = "area"
    OVERHEAD = "overhead"
    OWN_ACCOUNT = "own_account"
    START_UP = "start_up"


POOL_KIND_NAMES = {
    PoolKind.AREA: "Taakgebied",
    PoolKind.OVERHEAD: "Overhead",
    PoolKind.OWN_ACCOUNT: "Eigen rekening",
    PoolKind.START_UP: "Aanloopkosten",
}
"""The Dutch name of each kind of pool."""


class OverheadDriver(StrEnum):
    """What the costs of an overhead pool are divided over the areas by (domain §10)."""

    DIRECT_COSTS = "direct_costs"
    FTE = "fte"
    HOURS = "hours"
    FIXED = "fixed"


OVERHEAD_DRIVER_NAMES = {
    OverheadDriver.DIRECT_COSTS: "eigen kosten",
    OverheadDriver.FTE: "fte",
    OverheadDriver.HOURS: "uren",
    OverheadDriver.FIXED: "vaste percentages",
}
"""What each driver is called in a Dutch sentence."""


class CascadeMethod(StrEnum):
    """How overhead pools reach the areas (domain §10, settlement.md 22)."""

    DIRECT = "direct"
    STEP_DOWN = "step_down"
    RECIPROCAL = "reciprocal"
