"""The key of a policy in a few Dutch words per component, for a list of agreements.

The full sentences, which say everything that decides an amount, are printed by the settlement that runs
the policy.
"""

from collections.abc import Mapping
from fractions import Fraction

from app.features.partnership.core.rows import ComponentRow, PolicyRow
from app.features.partnership.core.words import CLIENTS, INHABITANTS, DriverKind, Reference, Takes, TariffKind
from app.kernel.dutch import begun, euro, number
from app.kernel.glossary import COST_CATEGORIES

_REFERENCE = {
    Reference.YEAR_START: "op 1 januari",
    Reference.PREVIOUS_YEAR_START: "op 1 januari van het jaar ervoor",
    Reference.PERIOD_START: "op de eerste dag van de periode",
    Reference.PERIOD_AVERAGE: "gemiddeld over de periode",
    Reference.YEARS_AVERAGE: "gemiddeld over meer jaren",
}
_CATEGORIES = {**COST_CATEGORIES, "overhead": "overhead"}
_FLOWS = {
    DriverKind.HOURS: "uren",
    DriverKind.PRODUCTS: "producten",
    DriverKind.FIXED: "vaste delen",
    DriverKind.BROUGHT_IN: "ingebracht budget",
    DriverKind.EQUAL: "gelijke delen",
}


def key_lines(policy: PolicyRow, kinds: Mapping[str, str]) -> tuple[str, ...]:
    """A line per component: what it takes and what divides that.

    >>> from datetime import date
    >>> from app.features.partnership.core.rows import Term
    >>> part = ComponentRow(1, Takes.PERCENT, DriverKind.INHABITANTS, Fraction(3, 10))
    >>> key_lines(PolicyRow("SZ", 1, Term(date(2026, 1, 1)), 3, (part,)), {"inhabitants": "Inwoners"})
    ('30 % naar inwoners, op 1 januari',)
    """
    lines = tuple(_line(part, kinds) + _narrowed(part) for part in policy.components)
    if policy.phase is None:
        return lines
    rest = f"{_percent(1 - policy.phase)} % volgens de sleutel van versie {policy.old_version}"
    return (*lines, f"Telt voor {_percent(policy.phase)} %, en {rest}")


def _narrowed(part: ComponentRow) -> str:
    """For whom it is, when not for all, and that it has bounds."""
    bounded = any(share.minimum_cents is not None or share.maximum_cents is not None for share in part.shares)
    package = f", pakket {part.package}" if part.package else ""
    return package + (", met minimum of maximum" if bounded else "")


def _line(part: ComponentRow, kinds: Mapping[str, str]) -> str:
    if part.takes is Takes.TARIFF:
        return _tariff(part, kinds)
    line = f"{_taken(part)} naar {_driver(part, kinds)}"
    return begun(line)


def _taken(part: ComponentRow) -> str:
    match part.takes:
        case Takes.PERCENT:
            return f"{_percent(part.part or Fraction(0))} %"
        case Takes.CATEGORY:
            return f"kosten voor {_CATEGORIES[part.category or '']}"
        case Takes.FIXED:
            return f"{euro(part.fixed_cents or 0)} per jaar"
        case Takes.REST:
            return "de rest"
        case _:
            return "alle kosten"


def _percent(part: Fraction) -> str:
    return number(part * 100, 0 if (part * 100).denominator == 1 else 2)


def _driver(part: ComponentRow, kinds: Mapping[str, str]) -> str:
    if part.driver in _FLOWS:
        return _FLOWS[part.driver]
    code = {DriverKind.INHABITANTS: INHABITANTS, DriverKind.CLIENTS: CLIENTS}.get(
        part.driver or DriverKind.STATISTIC, part.statistic_kind or ""
    )
    return f"{_kind(code, kinds)}, {_REFERENCE[part.reference]}"


def _tariff(part: ComponentRow, kinds: Mapping[str, str]) -> str:
    match part.tariff_kind:
        case TariffKind.HOUR:
            return "Uren × tarief"
        case TariffKind.PRODUCT:
            return "Producten × tarief"
        case _:
            return f"{_kind(part.statistic_kind or '', kinds).capitalize()} × tarief per jaar"


def _kind(code: str, kinds: Mapping[str, str]) -> str:
    name = kinds.get(code, code)
    return name[:1].lower() + name[1:] if not name[1:2].isupper() else name
