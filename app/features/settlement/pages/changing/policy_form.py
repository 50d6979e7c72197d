"""The form of a policy: fields as they are named, filled from a policy, and read back into one.

A component has fields `onderdelen.N.…`; what it says of a partner has the partner's code behind that. Only the
fields that belong to what a component takes are read: the others may still hold what was typed before.
"""

from collections.abc import Callable, Mapping
from enum import StrEnum
from fractions import Fraction
from typing import TypeVar

from app.features.costs.core import Category
from app.features.partnership.core.rows import ComponentRow, PolicyRow, ShareRow, Term
from app.features.partnership.core.words import DriverKind, Reference, Takes, TariffKind, TariffResult
from app.features.settlement.core.inputs import OVERHEAD
from app.features.settlement.pages.changing.steps import Given, Reader
from app.kernel.dutch import amount
from app.kernel.quantities import exact_number
from app.kernel.typed import read_cents, read_percent

HEAD = (
    "taakgebied",
    "maandenPerAfrekening",
    "voorschotten",
    "resultaat",
    "resultaatNaar",
    "afspraak",
    "versieOudeSleutel",
    "deelNieuweSleutel",
    "geldigVanafDatum",
    "geldigTotEnMetDatum",
)
PART = (
    "neemt",
    "deel",
    "kostensoort",
    "vastBedragCenten",
    "tariefPer",
    "verdeelmaatstaf",
    "kengetal",
    "product",
    "pakket",
    "peildatumRegel",
    "gemiddeldOverJaren",
    "geldtJaren",
    "toelichting",
)
SHARE = ("deel", "ingebrachtCenten", "minimumCenten", "maximumCenten")
STANDING = (DriverKind.INHABITANTS, DriverKind.CLIENTS, DriverKind.STATISTIC)
MOST_PARTS = 20

Read = TypeVar("Read")
Listed = TypeVar("Listed", bound=StrEnum)


def filled(row: PolicyRow) -> dict[str, str]:
    """What the form shows of a policy that is followed by a new version; its days are left open."""
    given = dict.fromkeys(HEAD, "") | {
        "taakgebied": row.area,
        "maandenPerAfrekening": str(row.settlement_months),
        "voorschotten": "ja" if row.has_advances else "",
        "resultaat": row.result.value,
        "resultaatNaar": row.result_driver.value if row.result_driver else "",
        "afspraak": row.agreement_clause,
    }
    for part in row.components:
        given |= {f"onderdelen.{part.position}.{name}": text for name, text in _texts(part).items()}
        for share in part.shares:
            at = f"onderdelen.{part.position}.delen.{share.organisation}"
            given |= {f"{at}.{name}": text for name, text in _share_texts(share).items()}
    return given


def empty(area: str) -> dict[str, str]:
    """A form for the first policy of an area: everything by inhabitants, a quarter at a time."""
    first = {"neemt": Takes.WHOLE.value, "verdeelmaatstaf": DriverKind.INHABITANTS.value}
    return (
        dict.fromkeys(HEAD, "")
        | {"taakgebied": area, "maandenPerAfrekening": "3", "resultaat": TariffResult.CARRIED.value}
        | {f"onderdelen.1.{name}": first.get(name, "") for name in PART}
    )


def numbers(given: Given) -> list[int]:
    """The numbers of the components in the form, in order."""
    found = {name.split(".")[1] for name in given if name.startswith("onderdelen.")}
    return sorted(int(number) for number in found if number.isdecimal())[:MOST_PARTS]


def pressed(given: Given, button: str, number: str) -> dict[str, str]:
    """The form after a button for components: one more, one less, one place up; numbered from 1 again."""
    order = numbers(given)
    chosen = int(number) if number.isdecimal() else 0
    if button == "weg" and len(order) > 1:
        order = [one for one in order if one != chosen]
    elif button == "omhoog" and chosen in order[1:]:
        place = order.index(chosen)
        order[place - 1], order[place] = order[place], order[place - 1]
    elif button == "erbij" and len(order) < MOST_PARTS:
        order.append(0)
    kept = {name: text for name, text in given.items() if not name.startswith("onderdelen.")}
    for place, old in enumerate(order, start=1):
        own = {
            name.removeprefix(f"onderdelen.{old}."): text
            for name, text in given.items()
            if name.startswith(f"onderdelen.{old}.")
        }
        own = own or {"neemt": Takes.REST.value, "verdeelmaatstaf": DriverKind.EQUAL.value}
        kept |= {f"onderdelen.{place}.{name}": text for name, text in own.items()}
    return kept


def read(given: Given, version: int, partners: list[str]) -> PolicyRow:
    """The policy of the form; `Invalid` with everything that cannot be read."""
    row, reader = read_as_far(given, version, partners)
    if row is None or reader.findings:
        raise reader.invalid()
    return row


def read_as_far(given: Given, version: int, partners: list[str]) -> tuple[PolicyRow | None, Reader]:
    """The policy as far as it can be read, for a trial, and what cannot; None without its first day."""
    reader = Reader(given)
    months = reader.chosen("maandenPerAfrekening", {"1": 1, "3": 3, "12": 12}, "Kies hoe vaak u afrekent.")
    result = reader.chosen("resultaat", _by_value(TariffResult), "Kies waar het resultaat heen gaat.")
    first_on = reader.day("geldigVanafDatum", "de eerste dag")
    last_on = reader.day_or_open("geldigTotEnMetDatum", "de laatste dag")
    phase = _percent(reader, "deelNieuweSleutel") if reader.text("deelNieuweSleutel") else None
    old = reader.text("versieOudeSleutel")
    parts = tuple(_part(reader, place, partners) for place in numbers(given))
    if first_on is None or months is None or result is None:
        return None, reader
    is_divided = result is TariffResult.DIVIDED
    row = PolicyRow(
        area=reader.text("taakgebied"),
        version=version,
        term=Term(first_on, last_on),
        settlement_months=months,
        components=parts,
        has_advances=reader.text("voorschotten") == "ja",
        result=result,
        agreement_clause=reader.text("afspraak"),
        phase=phase,
        old_version=int(old) if old.isdecimal() else None,
        result_driver=_by_value(DriverKind).get(reader.text("resultaatNaar")) if is_divided else None,
    )
    return row, reader


def _part(reader: Reader, place: int, partners: list[str]) -> ComponentRow:
    at = f"onderdelen.{place}"
    takes = reader.chosen(f"{at}.neemt", _by_value(Takes), "Kies wat dit onderdeel neemt.") or Takes.REST
    is_tariff = takes is Takes.TARIFF
    driver = _by_value(DriverKind).get(reader.text(f"{at}.verdeelmaatstaf"))
    tariff = _by_value(TariffKind).get(reader.text(f"{at}.tariefPer")) if is_tariff else None
    driver = None if is_tariff else driver
    looks = driver in STANDING or tariff is TariffKind.STATISTIC
    names = driver is DriverKind.STATISTIC or tariff is TariffKind.STATISTIC
    reference = _by_value(Reference).get(reader.text(f"{at}.peildatumRegel")) if looks else None
    is_average = reference is Reference.YEARS_AVERAGE
    return ComponentRow(
        position=place,
        takes=takes,
        driver=driver,
        part=_percent(reader, f"{at}.deel") if takes is Takes.PERCENT else None,
        category=_category(reader, f"{at}.kostensoort") if takes is Takes.CATEGORY else None,
        fixed_cents=_cents(reader, f"{at}.vastBedragCenten") if takes is Takes.FIXED else None,
        tariff_kind=tariff,
        statistic_kind=(reader.text(f"{at}.kengetal") or None) if names else None,
        product=(reader.text(f"{at}.product") or None) if driver is DriverKind.PRODUCTS else None,
        package=reader.text(f"{at}.pakket") or None,
        reference=reference or Reference.YEAR_START,
        average_years=_years(reader, f"{at}.gemiddeldOverJaren") if is_average else None,
        kept_years=_years(reader, f"{at}.geldtJaren") if is_average else None,
        label=reader.text(f"{at}.toelichting"),
        shares=tuple(_shares(reader, at, driver, is_tariff, partners)),
    )


def _shares(
    reader: Reader, at: str, driver: DriverKind | None, is_tariff: bool, partners: list[str]
) -> list[ShareRow]:
    found = []
    for code in partners:
        one = f"{at}.delen.{code}"
        part = _if_typed(reader, f"{one}.deel", _percent) if driver is DriverKind.FIXED else None
        brought = (
            _if_typed(reader, f"{one}.ingebrachtCenten", _cents) if driver is DriverKind.BROUGHT_IN else None
        )
        least = None if is_tariff else _if_typed(reader, f"{one}.minimumCenten", _cents)
        most = None if is_tariff else _if_typed(reader, f"{one}.maximumCenten", _cents)
        if any(value is not None for value in (part, brought, least, most)):
            found.append(ShareRow(code, part, brought, least, most))
    return found


def _if_typed(reader: Reader, field: str, read_one: Callable[[Reader, str], Read | None]) -> Read | None:
    return read_one(reader, field) if reader.text(field) else None


def _percent(reader: Reader, field: str) -> Fraction | None:
    return reader.number(field, read_percent, "het percentage", "30")


def _cents(reader: Reader, field: str) -> int | None:
    return reader.number(field, read_cents, "het bedrag", "1.250,00")


def _years(reader: Reader, field: str) -> int | None:
    typed = reader.text(field)
    if not (typed.isdecimal() and 0 < int(typed) <= 30):
        reader.fault(field, "Vul een aantal jaren in, van 1 tot en met 30.")
        return None
    return int(typed)


def _category(reader: Reader, field: str) -> str | None:
    known = {one: one for one in (*(category.value for category in Category), OVERHEAD)}
    return reader.chosen(field, known, "Kies de kostensoort.")


def _by_value(kind: type[Listed]) -> Mapping[str, Listed]:
    return {one.value: one for one in kind}


def _texts(part: ComponentRow) -> dict[str, str]:
    return {
        "neemt": part.takes.value,
        "deel": _shown_percent(part.part),
        "kostensoort": part.category or "",
        "vastBedragCenten": _shown_cents(part.fixed_cents),
        "tariefPer": part.tariff_kind.value if part.tariff_kind else "",
        "verdeelmaatstaf": part.driver.value if part.driver else "",
        "kengetal": part.statistic_kind or "",
        "product": part.product or "",
        "pakket": part.package or "",
        "peildatumRegel": part.reference.value,
        "gemiddeldOverJaren": str(part.average_years or ""),
        "geldtJaren": str(part.kept_years or ""),
        "toelichting": part.label,
    }


def _share_texts(share: ShareRow) -> dict[str, str]:
    return {
        "deel": _shown_percent(share.part),
        "ingebrachtCenten": _shown_cents(share.brought_in_cents),
        "minimumCenten": _shown_cents(share.minimum_cents),
        "maximumCenten": _shown_cents(share.maximum_cents),
    }


def _shown_percent(part: Fraction | None) -> str:
    """A part as it can be typed back: a percentage, or the fraction itself when that never ends.

    >>> _shown_percent(Fraction(3, 10)), _shown_percent(Fraction(1, 3)), _shown_percent(None)
    ('30', '1/3', '')
    """
    if part is None:
        return ""
    shown = exact_number(part * 100)
    return f"{part.numerator}/{part.denominator}" if shown.endswith("…") else shown


def _shown_cents(cents: int | None) -> str:
    return "" if cents is None else amount(cents)
