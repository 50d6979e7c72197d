"""Which earlier years a key averages over, and what each organisation had in a year that is known by its flows."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

from app.features.settlement.core.history import with_entered, year_rows, years_averaged, years_wanted
from app.features.settlement.core.inputs import (
    Component,
    DriverKind,
    Gathered,
    Inputs,
    Policy,
    Reference,
    Takes,
    Term,
    YearQuantity,
)
from tests.golden.settlement_reader import read_inputs


def _part(driver: DriverKind, reference: Reference = Reference.YEARS_AVERAGE) -> Component:
    return Component(1, Takes.WHOLE, driver, reference=reference, average_years=3, kept_years=2)


def _policy(area: str, *parts: Component) -> Policy:
    return Policy(f"p-{area}", area, Term(date(2024, 1, 1)), 3, parts)


def test_only_a_flow_that_is_averaged_asks_earlier_years() -> None:
    hours = _policy("X", _part(DriverKind.HOURS))
    # the block of 2026 and 2027, over the three years before it
    assert list(years_averaged(hours, hours.components[0], 2027)) == [2023, 2024, 2025]
    assert not years_averaged(hours, _part(DriverKind.HOURS, Reference.YEAR_START), 2027)
    assert not years_averaged(hours, _part(DriverKind.INHABITANTS), 2027)
    products = _policy("Y", _part(DriverKind.INHABITANTS), _part(DriverKind.PRODUCTS))
    assert years_wanted([hours, products], 2027) == {year: {"X", "Y"} for year in (2023, 2024, 2025)}


def _inputs() -> Inputs:
    """In X there were hours and products; in Y nothing is known; Z is not asked."""
    inputs = read_inputs(
        {
            "period": "2025",
            "partners": {"P": "", "Q": "", "R": "", "S": ""},
            "areas": {
                "X": {
                    "policy": ["whole by hours"],
                    "products": {"folder": {}, "kaart": {}},
                    "participants": {"P": "", "Q": "..2025-01-01", "R": "2026-01-01.."},
                    "packages": {"plus": {"S": ""}},
                },
                "Y": {"policy": ["whole by hours"]},
                "Z": {"policy": ["whole by hours"], "products": {"brief": {}}},
            },
            "delivered": ["X folder P 3", "X folder P 4", "X folder S 2", "X folder S 1", "Z brief P 9"],
        }
    )
    day = date(2025, 1, 1)
    gathered = (
        Gathered("X", "P", "", day, day, Fraction(60), 1),
        Gathered("X", "P", "t", day, day, Fraction(1, 3), 1),
        Gathered("X", "S", "", day, day, Fraction(30), 1),
        Gathered("X", "S", "t", day, day, Fraction(15), 1),
    )
    return replace(inputs, gathered=gathered)


def test_who_took_part_and_had_nothing_has_a_row_with_zero_and_others_what_they_had() -> None:
    rows = year_rows(_inputs(), 2025, {"X", "Y"})
    assert [(row.area, row.organisation, row.product, row.quantity, row.source) for row in rows] == [
        ("X", "P", "", Fraction(181, 3), "uren 2025"),
        ("X", "P", "folder", 7, "leveringen 2025"),
        ("X", "P", "kaart", 0, "leveringen 2025"),
        ("X", "Q", "", 0, "uren 2025"),
        ("X", "Q", "folder", 0, "leveringen 2025"),
        ("X", "Q", "kaart", 0, "leveringen 2025"),
        ("X", "S", "", 45, "uren 2025"),
        ("X", "S", "folder", 3, "leveringen 2025"),
    ]
    assert {row.year for row in rows} == {2025}
    of_z = year_rows(_inputs(), 2025, {"Z"})  # where products are known and hours are not
    assert {(row.organisation, row.product): row.quantity for row in of_z if row.organisation in "PS"} == {
        ("P", ""): 0,
        ("P", "brief"): 9,
        ("S", ""): 0,
        ("S", "brief"): 0,
    }


def _earlier(area: str, year: int, quantity: int, source: str, product: str = "") -> YearQuantity:
    return YearQuantity(area, "P", year, Fraction(quantity), source, product)


def test_what_was_entered_takes_the_place_of_what_is_known_where_it_is_asked() -> None:
    known = [
        _earlier("X", 2025, 60, "uren 2025"),
        _earlier("X", 2024, 70, "uren 2024"),
        _earlier("X", 2024, 5, "leveringen 2024", "folder"),
        _earlier("Y", 2024, 80, "uren 2024"),
    ]
    entered = [_earlier(area, year, 9, "jaarrekening") for year in (2023, 2024) for area in ("Y", "X")]
    assert with_entered(known, entered, {2023: {"X", "Y"}, 2024: {"X"}}) == (
        _earlier("X", 2023, 9, "jaarrekening"),
        _earlier("Y", 2023, 9, "jaarrekening"),
        _earlier("X", 2024, 9, "jaarrekening"),
        _earlier("X", 2024, 5, "leveringen 2024", "folder"),
        _earlier("Y", 2024, 80, "uren 2024"),
        _earlier("X", 2025, 60, "uren 2025"),
    )
    assert with_entered(known[:1], entered, {}) == (known[0],)
