"""What does not hold together in a partnership is named by row and field, all at once."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from app.features.partnership.core.agreements import faults
from app.features.partnership.core.policies import policy_faults
from app.features.partnership.core.rows import (
    AreaRow,
    ComponentRow,
    OrganisationRow,
    ParticipationRow,
    PartnerRow,
    PartnershipRows,
    PolicyRow,
    ProvisionRow,
    ShareRow,
    StatisticKindRow,
    StatisticRow,
    TariffRow,
    Term,
)
from app.features.partnership.core.words import (
    DriverKind,
    Reference,
    Takes,
    TariffKind,
    TariffResult,
    VatCategory,
)

YEAR = Term(date(2026, 1, 1))
WHOLE = ComponentRow(1, Takes.WHOLE, DriverKind.INHABITANTS)
GOOD = PartnershipRows(
    organisations=(OrganisationRow("PAA", "Paardendam"), OrganisationRow("ZEE", "Zeezicht")),
    partners=(PartnerRow("PAA", YEAR), PartnerRow("ZEE", YEAR)),
    areas=(AreaRow("SZ", "Sociale zaken", "6.3", YEAR),),
    provisions=(ProvisionRow("SZ", "PAA", YEAR),),
    participations=(ParticipationRow("SZ", "ZEE", YEAR, VatCategory.EXEMPT),),
    statistic_kinds=(StatisticKindRow("inhabitants", "Inwoners"),),
    statistics=(StatisticRow("ZEE", "inhabitants", date(2026, 1, 1), Decimal(9000), "telling"),),
    policies=(PolicyRow("SZ", 1, YEAR, 3, (WHOLE,)),),
)


def _found(**changed: Any) -> list[tuple[str, int, str]]:
    rows = replace(GOOD, **changed)
    return [(fault.table, fault.index, fault.field) for fault in faults(rows)]


def test_rows_that_hold_together_have_no_fault() -> None:
    assert faults(GOOD) == []


def test_an_unknown_code_is_named_where_it_stands() -> None:
    assert _found(provisions=(ProvisionRow("XX", "YYY", YEAR),)) == [
        ("provisions", 0, "area"),
        ("provisions", 0, "organisation"),
    ]


def test_a_code_given_twice_is_named_the_second_time() -> None:
    assert _found(areas=(*GOOD.areas, *GOOD.areas)) == [("areas", 1, "code")]


def test_two_rows_for_one_day_overlap_and_following_ones_do_not() -> None:
    first = PartnerRow("ZEE", Term(date(2025, 1, 1), date(2025, 12, 31)))
    assert _found(partners=(*GOOD.partners, first)) == []
    longer = PartnerRow("ZEE", Term(date(2025, 1, 1), date(2026, 1, 1)))
    assert _found(partners=(*GOOD.partners, longer)) == [("partners", 2, "valid_from")]


def test_an_end_before_the_start_is_named() -> None:
    backwards = ProvisionRow("SZ", "PAA", Term(date(2026, 1, 2), date(2026, 1, 1)))
    assert _found(provisions=(backwards,)) == [("provisions", 0, "valid_until")]


def test_participation_must_lie_within_partnership_also_over_two_stints() -> None:
    two = (
        PartnerRow("PAA", YEAR),
        PartnerRow("ZEE", Term(date(2025, 1, 1), date(2025, 6, 30))),
        PartnerRow("ZEE", Term(date(2025, 7, 1))),
    )
    across = ParticipationRow("SZ", "ZEE", Term(date(2025, 3, 1)), VatCategory.EXEMPT)
    assert _found(partners=two, participations=(across,)) == []
    early = replace(across, term=Term(date(2024, 12, 31)))
    assert _found(partners=two, participations=(early,)) == [("participations", 0, "valid_from")]


def test_a_rate_belongs_to_taxed_and_transparency_to_outside_scope() -> None:
    wrong = ParticipationRow("SZ", "ZEE", YEAR, VatCategory.TAXED, 0, True)
    assert _found(participations=(wrong,)) == [
        ("participations", 0, "vat_basis_points"),
        ("participations", 0, "is_transparent"),
    ]


def test_numbers_with_a_wrong_check_digit_are_named_all_together() -> None:
    wrong = OrganisationRow(
        "ZEE",
        "Zeezicht",
        oin="1",
        kvk="12",
        vat_number="NL1",
        iban="NL00TEST0000000101",
        email="x",
        postcode="0",
    )
    fields = [field for _, _, field in _found(organisations=(GOOD.organisations[0], wrong))]
    assert fields == ["oin", "kvk", "vat_number", "iban", "email", "postcode"]


@pytest.mark.parametrize(
    ("months", "first", "field"),
    [
        (3, date(2026, 2, 1), "valid_from"),
        (1, date(2026, 2, 2), "valid_from"),
        (12, date(2026, 4, 1), "valid_from"),
        (5, date(2026, 1, 1), "settlement_months"),
    ],
)
def test_a_policy_starts_on_the_first_day_of_a_settlement_period(
    months: int, first: date, field: str
) -> None:
    assert _found(policies=(PolicyRow("SZ", 1, Term(first), months, (WHOLE,)),)) == [("policies", 0, field)]


EARLIER = Term(date(2025, 1, 1), date(2025, 12, 31))
PHASED = PolicyRow("SZ", 2, YEAR, 3, (WHOLE,), phase=Fraction(1, 4), old_version=1)
HOURS = ComponentRow(1, Takes.TARIFF, tariff_kind=TariffKind.HOUR)


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        ({}, {}, None),
        ({}, {"phase": None}, "phase"),
        ({}, {"phase": Fraction(1)}, "phase"),
        ({}, {"old_version": None}, "old_version"),
        ({}, {"old_version": 3}, "old_version"),
        ({}, {"components": (HOURS,)}, "phase"),
        ({"components": (HOURS,)}, {}, "old_version"),
        ({"area": "OW"}, {}, "old_version"),
        ({}, {"result": TariffResult.DIVIDED}, "result_driver"),
        ({}, {"result_driver": DriverKind.EQUAL}, "result_driver"),
        ({}, {"result": TariffResult.DIVIDED, "result_driver": DriverKind.FIXED}, "result_driver"),
        ({}, {"result": TariffResult.DIVIDED, "result_driver": DriverKind.EQUAL}, None),
    ],
)
def test_a_key_that_is_phased_in_names_an_earlier_key_that_held_in_full(
    old: dict[str, Any], new: dict[str, Any], field: str | None
) -> None:
    policies = (replace(PolicyRow("SZ", 1, EARLIER, 3, (WHOLE,)), **old), replace(PHASED, **new))
    areas = (*GOOD.areas, AreaRow("OW", "Onderwijs", "4.3", YEAR))
    assert _found(areas=areas, policies=policies) == ([] if field is None else [("policies", 1, field)])


def test_an_old_key_is_not_phased_itself() -> None:
    first = PolicyRow("SZ", 1, Term(date(2024, 1, 1), date(2024, 12, 31)), 3, (WHOLE,))
    second, third = replace(PHASED, term=EARLIER), replace(PHASED, version=3, old_version=2)
    assert _found(policies=(first, second, third)) == [("policies", 2, "old_version")]


def test_a_tariff_names_a_product_or_statistic_that_exists() -> None:
    tariffs = (
        TariffRow("SZ", TariffKind.PRODUCT, "geen", "Product", 100, YEAR),
        TariffRow("SZ", TariffKind.HOUR, "adviseur", "Adviseur", -1, YEAR),
    )
    assert _found(tariffs=tariffs) == [("tariffs", 0, "of"), ("tariffs", 1, "price_cents")]


def _percent(position: int, part: Fraction) -> ComponentRow:
    return ComponentRow(position, Takes.PERCENT, DriverKind.INHABITANTS, part)


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ((_percent(1, Fraction(3, 10)), _percent(2, Fraction(7, 10))), []),
        ((_percent(1, Fraction(1, 3)), _percent(2, Fraction(1, 3))), [(2, "part")]),
        ((WHOLE, ComponentRow(2, Takes.REST, DriverKind.EQUAL)), [(1, "takes")]),
        ((ComponentRow(1, Takes.PERCENT, DriverKind.EQUAL),), [(1, "part"), (1, "part")]),
        ((ComponentRow(1, Takes.TARIFF, DriverKind.EQUAL),), [(1, "tariff_kind"), (1, "driver")]),
        ((ComponentRow(1, Takes.WHOLE),), [(1, "driver")]),
        ((ComponentRow(1, Takes.WHOLE, DriverKind.STATISTIC),), [(1, "statistic_kind")]),
        (
            (ComponentRow(1, Takes.WHOLE, DriverKind.CLIENTS, reference=Reference.YEARS_AVERAGE),),
            [(1, "average_years")],
        ),
        (
            (ComponentRow(1, Takes.WHOLE, DriverKind.FIXED, shares=(ShareRow("ZEE", Fraction(1, 2)),)),),
            [(1, "part")],
        ),
        (
            (ComponentRow(1, Takes.WHOLE, DriverKind.BROUGHT_IN, shares=(ShareRow("ZEE"),)),),
            [(1, "brought_in_cents")],
        ),
        (
            (replace(WHOLE, shares=(ShareRow("ZEE", minimum_cents=2, maximum_cents=1),)),),
            [(1, "minimum_cents")],
        ),
    ],
)
def test_a_policy_that_cannot_be_run_is_refused(
    parts: tuple[ComponentRow, ...], expected: list[tuple[int, str]]
) -> None:
    assert [(position, field) for position, field, _ in policy_faults(parts)] == expected
