"""The Dutch words of settlements: drivers, categories, statistics, as lines and explanations use them."""

from app.features.costs.core import CATEGORY_NAMES, Category
from app.features.settlement.core.facts import Facts
from app.features.settlement.core.inputs import OVERHEAD, Component, DriverKind, Policy, TariffResult
from app.kernel.explain import Source

INHABITANTS = "inhabitants"
CLIENTS = "clients"
"""The codes of the two kinds of statistic that have a driver of their own."""


RESULT_GOES = {
    TariffResult.CARRIED: "binnen het jaar mee; aan het eind van het jaar naar het volgende",
    TariffResult.RESERVE: "binnen het jaar mee; aan het eind van het jaar naar de reserve",
    TariffResult.DIVIDED: "binnen het jaar mee; aan het eind van het jaar wordt het verdeeld",
}
"""Where a result of tariffs goes, behind "gaat" (settlement.md 27)."""


def category_name(code: str) -> str:
    """The name of a category of costs, overhead received included."""
    return "Deel van de overhead" if code == OVERHEAD else CATEGORY_NAMES[Category(code)]


def statistic_of(component: Component) -> str:
    """The code of the statistic that a component or tariff looks at."""
    if component.driver is DriverKind.INHABITANTS:
        return INHABITANTS
    if component.driver is DriverKind.CLIENTS:
        return CLIENTS
    return component.statistic


def agreed_in(policy: Policy) -> Source:
    """The policy as the rule of a step, by the name of its agreement when it has one."""
    return Source("policy", policy.id, policy.agreement or "verdeelafspraak")


def in_sentence(name: str) -> str:
    """A name without its capital, unless it is an abbreviation.

    >>> in_sentence("Verordening"), in_sentence("WOZ-objecten"), in_sentence("B&W-voorstellen")
    ('verordening', 'WOZ-objecten', 'B&W-voorstellen')
    >>> in_sentence("IT"), in_sentence("")
    ('IT', '')
    """
    rest_of_word = name.partition(" ")[0][1:]
    return name if rest_of_word != rest_of_word.lower() else name[:1].lower() + name[1:]


def driver_words(component: Component, facts: Facts, area: str) -> str:
    """What a component divides by, as in "naar inwoners"."""
    match component.driver:
        case DriverKind.INHABITANTS | DriverKind.CLIENTS | DriverKind.STATISTIC:
            return statistic_words(statistic_of(component), facts)
        case DriverKind.HOURS:
            return "uren"
        case DriverKind.PRODUCTS:
            if component.product:
                found = facts.products.get((area, component.product))
                return in_sentence(found.name) if found else component.product
            return "producten"
        case DriverKind.FIXED:
            return "vaste percentages"
        case DriverKind.BROUGHT_IN:
            return "ingebrachte budgetten"
        case DriverKind.EQUAL:
            return "gelijke delen"
        case None:
            return "tarief"


def division_words(component: Component, facts: Facts, area: str) -> str:
    """How a component divides, as in "verdeeld naar inwoners"."""
    if component.driver is DriverKind.EQUAL:
        return "in gelijke delen"
    return f"naar {driver_words(component, facts, area)}"


def statistic_words(code: str, facts: Facts) -> str:
    """A kind of statistic in a sentence."""
    known = facts.kinds.get(code)
    if known is not None:
        return in_sentence(known.name)
    return {INHABITANTS: "inwoners", CLIENTS: "cliënten"}.get(code, code)
