"""Where a baseline is refused: each field at its edge, so that one step further is wrong and the edge is not."""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

import pytest

from app.features.settlement.core.baseline_checks import fact_faults, faults
from app.features.settlement.core.baseline_rows import (
    BaselineRow,
    FactKind,
    FactRow,
    OwnPlan,
    PathKind,
    PathYear,
    PlanKey,
    PriceLevel,
    SpentRow,
)

MOST = 10**13
P, Q = SpentRow("P", 60_00, "jaarrekening"), SpentRow("Q", 40_00, "jaarrekening")
WEIGHED = (replace(P, weight=3), replace(Q, weight=1))
YEARS = (PathYear(2025), PathYear(2026), PathYear(2027, planned_cents=70_00))
ROW = BaselineRow(
    code="geheel",
    title="Heel de samenwerking",
    areas=("SZ",),
    base_year=2024,
    first_year=2025,
    last_year=2027,
    kind=PathKind.LINEAR,
    prices=PriceLevel.CURRENT,
    key=PlanKey.SPENT,
    spent=(P, Q),
    years=YEARS,
)
WEIGHTS = replace(ROW, key=PlanKey.WEIGHT, weight_name="inwoners", spent=WEIGHED)
UNPLANNED = (PathYear(2025), PathYear(2026), PathYear(2027))
OWN = tuple(OwnPlan(2027, code, cents) for code, cents in (("P", 40_00), ("Q", 30_00)))
OWNED = replace(ROW, key=PlanKey.OWN, years=UNPLANNED, own=OWN)


def _fields(row: BaselineRow) -> list[str]:
    return [one.field for one in faults(row)]


@pytest.mark.parametrize(
    "row",
    [
        ROW,
        WEIGHTS,
        OWNED,
        replace(ROW, code="ict-2"),
        replace(ROW, spent=(replace(P, amount_cents=MOST), replace(Q, amount_cents=0))),
        replace(WEIGHTS, spent=(replace(P, weight=1), replace(Q, weight=0))),
        replace(ROW, years=(*YEARS[:2], PathYear(2027, planned_cents=MOST))),
        replace(ROW, years=(*YEARS[:2], PathYear(2027, planned_cents=0))),
        replace(ROW, years=(PathYear(2025, Fraction(-50)), PathYear(2026, Fraction(100)), YEARS[2])),
        replace(ROW, years=(PathYear(2025, Fraction(1, 10_000)), *YEARS[1:])),
        replace(ROW, base_year=1990, first_year=1991, last_year=1991, years=(PathYear(1991, planned_cents=1),)),
        replace(ROW, base_year=2099, first_year=2100, last_year=2100, years=(PathYear(2100, planned_cents=1),)),
        replace(
            ROW, kind=PathKind.YEARLY, years=tuple(PathYear(year, planned_cents=1) for year in (2025, 2026, 2027))
        ),
        # everybody spent and counts later than the base year: prices are still asked from there
        replace(ROW, spent=tuple(replace(one, year=2025, from_year=2026) for one in (P, Q))),
        replace(OWNED, spent=(replace(P, until_year=2026), Q), own=(OwnPlan(2026, "P", 1), OWN[1])),
    ],
)  # fmt: skip
def test_the_edge_itself_holds(row: BaselineRow) -> None:
    assert faults(row) == []


@pytest.mark.parametrize(
    ("row", "fields"),
    [
        (replace(ROW, code=" "), ["code"]),
        (replace(ROW, code="ict_2"), ["code"]),
        (replace(ROW, code="-"), ["code"]),
        (replace(ROW, code="ICT"), ["code"]),
        (replace(ROW, base_year=2025), ["basisjaar"]),
        (replace(ROW, base_year=2026), ["basisjaar"]),
        (replace(ROW, base_year=1989), ["basisjaar"]),
        (replace(ROW, base_year=1990, first_year=1990, last_year=1991), ["basisjaar"]),
        (replace(ROW, base_year=2100, first_year=2100, last_year=2100), ["basisjaar"]),
        (replace(ROW, last_year=2101), ["laatsteJaar"]),
        (replace(WEIGHTS, weight_name=" "), ["gewichtNaam"]),
        (replace(ROW, spent=(P, P)), ["deelnemers"]),
        (replace(ROW, spent=(replace(P, amount_cents=MOST + 1), Q)), ["deelnemers.0.bedragCenten"]),
        (replace(ROW, spent=(P, replace(Q, amount_cents=-1))), ["deelnemers.1.bedragCenten"]),
        (replace(ROW, spent=(P, replace(Q, weight=1))), ["deelnemers.1.gewicht"]),
        (replace(WEIGHTS, spent=(WEIGHED[0], Q)), ["deelnemers.1.gewicht"]),
        (replace(WEIGHTS, spent=(WEIGHED[0], replace(Q, weight=-1))), ["deelnemers.1.gewicht"]),
        (replace(WEIGHTS, spent=tuple(replace(one, weight=0) for one in WEIGHED)), ["sleutel"]),
        (replace(ROW, spent=tuple(replace(one, amount_cents=0) for one in (P, Q))), ["sleutel"]),
        (replace(ROW, spent=(P, replace(Q, amount_cents=0, from_year=2025)),
                 years=YEARS), []),
        (replace(ROW, spent=(replace(P, until_year=2026), replace(Q, amount_cents=0))), ["sleutel"]),
        (replace(ROW, years=(*YEARS, PathYear(2026))), ["jaren"]),
        (replace(ROW, years=(PathYear(2025, Fraction(-51)), *YEARS[1:])), ["jaren.0.indexPercentage"]),
        (replace(ROW, years=(PathYear(2025), PathYear(2026, Fraction(101)), YEARS[2])), ["jaren.1.indexPercentage"]),
        (replace(ROW, years=(PathYear(2025, Fraction(1, 100_000)), *YEARS[1:])), ["jaren.0.indexPercentage"]),
        (replace(ROW, years=(*YEARS[:2], PathYear(2027, planned_cents=MOST + 1))), ["jaren"]),
        (replace(ROW, years=(*YEARS[:2], PathYear(2027, planned_cents=-1))), ["jaren"]),
        (replace(ROW, own=OWN), ["eigenBedragen"]),
        (replace(OWNED, years=YEARS), ["jaren"]),
        (replace(OWNED, own=(*OWN, OwnPlan(2027, "R", 1))), ["eigenBedragen"]),
        (replace(OWNED, own=(*OWN, OWN[0])), ["eigenBedragen"]),
        (replace(OWNED, own=OWN[:1]), ["eigenBedragen"]),
    ],
)  # fmt: skip
def test_one_step_further_is_refused_at_its_field(row: BaselineRow, fields: Sequence[str]) -> None:
    assert _fields(row) == list(fields)


BEFORE = "Het basisjaar ligt vóór het eerste jaar van het pad (2025)."
LATER = (replace(P, year=2023, from_year=2024, until_year=2028, amount_cents=0), Q)
STEPS = replace(ROW, kind=PathKind.STEPS, years=UNPLANNED)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (
            replace(
                WEIGHTS, code="Heel", title=" ", areas=(), base_year=2101, last_year=2024, weight_name=" "
            ),
            [
                (
                    "code",
                    "Geef een korte code van kleine letters, cijfers en streepjes, bijvoorbeeld geheel.",
                ),
                ("titel", "Geef de nulmeting een naam."),
                ("taakgebieden", "Kies de taakgebieden waarover de nulmeting gaat."),
                ("basisjaar", "Schrijf een jaar van 1990 tot en met 2100."),
                ("laatsteJaar", "Het laatste jaar van het pad ligt op of na het eerste, en niet na 2100."),
                ("basisjaar", BEFORE),
                ("gewichtNaam", "Noem wat de gewichten zijn, bijvoorbeeld inwoners op 1 januari 2026."),
            ],
        ),
        (replace(ROW, last_year=2055), [("laatsteJaar", "Een pad duurt hoogstens 30 jaar.")]),
        (
            replace(ROW, spent=()),
            [("deelnemers", "Vul van ten minste één deelnemer in wat hij eerder uitgaf.")],
        ),
        (replace(ROW, spent=(P, Q, P)), [("deelnemers", "P staat er 2 keer. Laat er één staan.")]),
        (
            replace(ROW, spent=(Q, SpentRow("P", -1, " ", year=2025, until_year=2024, weight=1))),
            [
                ("deelnemers.1.bedragCenten", "Het bedrag is nul of meer."),
                (
                    "deelnemers.1.bron",
                    "Noem waar het bedrag van P vandaan komt, bijvoorbeeld de jaarrekening.",
                ),
                (
                    "deelnemers.1.jaar",
                    "P gaf dit uit in een jaar voordat hij meetelt. Kies een eerder jaar.",
                ),
                ("deelnemers.1.vanafJaar", "P telt mee in jaren van het pad, 2025 t/m 2027."),
                (
                    "deelnemers.1.gewicht",
                    "Gewichten horen bij de sleutel naar gewicht. Maak ze leeg of kies die sleutel.",
                ),
            ],
        ),
        # of years outside the path no more is said than that
        (
            replace(ROW, spent=LATER, years=(PathYear(2024), *YEARS)),
            [("deelnemers.0.vanafJaar", "P telt mee in jaren van het pad, 2025 t/m 2027.")],
        ),
        (
            replace(WEIGHTS, spent=(WEIGHED[0], Q)),
            [("deelnemers.1.gewicht", "Geef Q een gewicht van nul of meer.")],
        ),
        (
            replace(ROW, years=(PathYear(2025), PathYear(2025), YEARS[2], PathYear(2028), PathYear(2029))),
            [
                ("jaren", "Elk jaar staat er één keer; 2025 staat er vaker."),
                ("jaren", "Van 2026 ontbreekt de prijsstijging. Nul mag ook."),
                ("jaren", "2028 en 2029 liggen buiten 2025 t/m 2027. Haal ze weg."),
            ],
        ),
        (
            replace(ROW, years=(*YEARS, PathYear(2028))),
            [("jaren", "2028 ligt buiten 2025 t/m 2027. Haal het weg.")],
        ),
        (
            replace(ROW, years=(PathYear(2025, Fraction(-51)), *YEARS[1:])),
            [
                (
                    "jaren.0.indexPercentage",
                    "De prijsstijging van 2025 ligt tussen −50 en 100 % en heeft hoogstens vier decimalen.",
                )
            ],
        ),
        (
            replace(ROW, first_year=2026, years=(PathYear(2025, planned_cents=-1), *YEARS[1:])),
            [
                ("jaren", "Het plan loopt van 2026 t/m 2027; 2025 ligt daarbuiten."),
                ("jaren", "Een gepland bedrag is nul of meer."),
                ("jaren", "Een lineair pad heeft één bedrag, dat van het laatste jaar (2027)."),
            ],
        ),
        (STEPS, [("jaren", "Een pad in stappen heeft ten minste één bedrag.")]),
        (
            replace(ROW, kind=PathKind.YEARLY),
            [("jaren", "Het plan voor 2025 en 2026 ontbreekt. Vul elk jaar in.")],
        ),
        (
            replace(ROW, own=OWN),
            [
                (
                    "eigenBedragen",
                    "Eigen bedragen horen bij een eigen pad per deelnemer. Kies dat of haal ze weg.",
                )
            ],
        ),
        (
            replace(OWNED, years=YEARS, own=(OWN[0], OWN[0], OwnPlan(2027, "R", 1), OwnPlan(2026, "Q", -1))),
            [
                (
                    "jaren",
                    "Bij een eigen pad per deelnemer staan de bedragen bij de deelnemers. Maak deze leeg.",
                ),
                ("eigenBedragen", "R staat niet bij de deelnemers van de nulmeting."),
                ("eigenBedragen", "Een deelnemer heeft voor een jaar hoogstens één bedrag."),
                ("eigenBedragen", "Een gepland bedrag van Q is nul of meer."),
                ("eigenBedragen", "Een lineair pad van Q heeft één bedrag, dat van het laatste jaar (2027)."),
            ],
        ),
        (
            replace(WEIGHTS, spent=tuple(replace(one, weight=0) for one in WEIGHED)),
            [
                (
                    "sleutel",
                    "In 2025 heeft niemand gewicht, zodat het plan niet te verdelen is. Kies een andere sleutel.",
                )
            ],
        ),
    ],
)
def test_everything_that_is_wrong_is_said_in_whole_sentences(
    row: BaselineRow, said: list[tuple[str, str]]
) -> None:
    assert [(one.field, one.message) for one in faults(row)] == said


@pytest.mark.parametrize("missing", [2025, 2026, 2027])
def test_a_yearly_path_names_the_year_that_it_lacks(missing: int) -> None:
    years = tuple(PathYear(year, planned_cents=None if year == missing else 1) for year in (2025, 2026, 2027))
    (found,) = faults(replace(ROW, kind=PathKind.YEARLY, years=years))
    assert str(missing) in found.message


@pytest.mark.parametrize(
    ("organisation", "year", "field"), [("P", 2025, None), ("R", 2025, "organisatie"), ("P", 2028, "jaar")]
)
def test_a_figure_is_of_a_partner_in_a_year_that_counts(
    organisation: str, year: int, field: str | None
) -> None:
    fact = FactRow(FactKind.PAID, organisation, year, 1, "bijdrage", "brief")
    assert [one.field for one in fact_faults(fact, ROW)] == ([] if field is None else [field])


def test_everything_that_is_wrong_with_a_figure_is_said_in_whole_sentences() -> None:
    what = ("omschrijving", "Schrijf wat dit is, bijvoorbeeld bijdrage volgens de jaarrekening.")
    source = ("bron", "Noem waar het bedrag vandaan komt, zodat anderen het kunnen nagaan.")
    stranger = FactRow(FactKind.PAID, "R", 2025, -1, " ", " ")
    assert [(one.field, one.message) for one in fact_faults(stranger, ROW)] == [
        ("organisatie", "R staat niet in deze nulmeting. Kies een deelnemer die er wel in staat."),
        ("bedragCenten", "Wat is betaald, is nul of meer."),
        what,
        source,
    ]
    too_much = FactRow(FactKind.GAIN, "P", 2028, MOST + 1, "", "")
    assert [(one.field, one.message) for one in fact_faults(too_much, ROW)] == [
        ("jaar", "In 2028 telt P niet mee. Kies een ander jaar."),
        ("bedragCenten", "Dit bedrag is te groot. Kijk het na."),
        what,
        source,
    ]
    assert fact_faults(FactRow(FactKind.GAIN, "P", 2027, MOST, "korting", "brief"), ROW) == []
