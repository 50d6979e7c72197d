"""The notation of settlement cases: amounts, durations, terms and components of a policy, read from text."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any

from app.features.settlement.core.inputs import (
    Bound,
    Component,
    DriverKind,
    Reference,
    Share,
    Takes,
    TariffKind,
    Term,
)


def cents(text: str) -> int:
    """An amount in euros as cents: `1000.00`, `-0.05`.

    >>> cents("1_000.00"), cents("-0.05")
    (100000, -5)
    """
    found = re.fullmatch(r"(-?)([\d_]+)\.(\d\d)", text)
    if not found:
        raise ValueError(f"{text!r} is no amount with two decimals")
    size = int(found[2]) * 100 + int(found[3])
    return -size if found[1] else size


def minutes(text: str) -> int:
    """A duration `u:mm` in minutes."""
    whole, rest = text.removeprefix("-").split(":")
    return (int(whole) * 60 + int(rest)) * (-1 if text.startswith("-") else 1)


def term(text: str) -> Term:
    """`2026-01-01..2026-02-15`, `..2026-02-15`, `2026-02-01..` or empty."""
    first, _, last = text.partition("..")
    first_on = date.fromisoformat(first) if first else date(2001, 1, 1)
    return Term(first_on, date.fromisoformat(last) if last else None)


def terms(text: str) -> list[Term]:
    """Several terms, with a comma between."""
    return [term(part.strip()) for part in text.split(",")]


_PART = re.compile(
    r"(?:(?P<percent>[\d.]+) %|(?P<takes>whole|rest)|category (?P<category>\w+)|fixed (?P<fixed>[\d.]+)"
    r"|tariff (?P<tariff>hour|product|statistic)(?: (?P<of>\w+))?)"
    r"(?: by (?P<by>\w+)(?: (?!at |package )(?P<what>\w+))?)?(?: at (?P<at>\w+)(?: (?P<n>\d+) (?P<m>\d+))?)?"
    r"(?: package (?P<package>\w+))?"
)


def component(position: int, raw: Any) -> Component:
    row = {"part": raw} if isinstance(raw, str) else raw
    found = _PART.fullmatch(row["part"])
    if not found:
        raise ValueError(f"{row['part']!r} is no component")
    driver = DriverKind(found["by"]) if found["by"] else None
    what = found["what"] or ""
    tariff = TariffKind(found["tariff"]) if found["tariff"] else None
    statistic = what if driver is DriverKind.STATISTIC else ""
    product = what if driver is DriverKind.PRODUCTS else ""
    if tariff is TariffKind.STATISTIC:
        statistic = found["of"] or ""
    if tariff is TariffKind.PRODUCT:
        product = found["of"] or ""
    return Component(
        position=position,
        takes=_takes(found),
        driver=driver,
        percent=Fraction(found["percent"]) if found["percent"] else None,
        category=found["category"] or "",
        fixed_cents=cents(found["fixed"]) if found["fixed"] else None,
        tariff=tariff,
        statistic=statistic,
        product=product,
        package=found["package"] or "",
        reference=Reference(found["at"] or "year_start"),
        average_years=int(found["n"] or 0),
        kept_years=int(found["m"] or 0),
        shares=_shares(driver, mapping(row.get("shares"))),
        bounds=_bounds(mapping(row.get("minimum")), mapping(row.get("maximum"))),
        label=row.get("label", ""),
    )


def _bounds(minima: Mapping[str, str], maxima: Mapping[str, str]) -> tuple[Bound, ...]:
    return tuple(
        Bound(
            code,
            cents(minima[code]) if code in minima else None,
            cents(maxima[code]) if code in maxima else None,
        )
        for code in sorted({*minima, *maxima})
    )


def _takes(found: re.Match[str]) -> Takes:
    if found["takes"]:
        return Takes(found["takes"])
    for name in ("percent", "category", "fixed", "tariff"):
        if found[name]:
            return Takes(name)
    raise ValueError(f"{found[0]!r} takes nothing")


def _shares(driver: DriverKind | None, raw: Mapping[str, str]) -> tuple[Share, ...]:
    is_money = driver is DriverKind.BROUGHT_IN
    return tuple(
        Share(code, Fraction(cents(text)) if is_money else Fraction(text)) for code, text in raw.items()
    )


def mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def sequence(value: Any) -> Sequence[Any]:
    return value if isinstance(value, list) else []
