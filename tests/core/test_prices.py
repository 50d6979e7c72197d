"""Which price of a tariff holds on the days of some hours, once a price was corrected; what lines keep of it."""

from dataclasses import replace
from datetime import UTC, date, datetime
from fractions import Fraction
from uuid import UUID

from app.features.partnership.core.prices import PriceCorrection
from app.features.partnership.core.rows import TariffRow, Term
from app.features.partnership.core.words import TariffKind
from app.features.settlement.core.facts import Facts
from app.features.settlement.core.figures import Figures
from app.features.settlement.core.inputs import Term as Days
from app.features.settlement.core.pricing import Prices, prices_of
from app.features.settlement.core.quantities import Quantities
from app.features.settlement.core.remembering import settled_lines
from app.features.settlement.core.settle import settle
from app.features.settlement.core.settled import LineKind, key_of
from app.features.settlement.core.tariffs import TariffSheet
from app.kernel.explain import leaves
from app.kernel.period import Period
from tests.golden.settlement_reader import read_inputs

NOON = datetime(2026, 4, 1, 12, tzinfo=UTC)
JANUARY, FEBRUARY, MARCH = (Period.months(2026, month, 1) for month in (1, 2, 3))
ROW = TariffRow(
    "PE", TariffKind.HOUR, "adviseur", "Adviseur", 6200, Term(date(2026, 1, 1), date(2026, 3, 31))
)


def _right(days: Period) -> PriceCorrection:
    term = Term(days.first_on, days.last_on)
    return PriceCorrection(UUID(int=7), UUID(int=1), 6450, term, "tikfout", NOON, "")


CORRECTED = f"1/{UUID(int=7)}"


def test_each_price_has_its_days() -> None:
    own, corrected = prices_of("1", ROW, [_right(FEBRUARY)])
    assert (own.term, corrected.term) == (
        Days(JANUARY.first_on, MARCH.last_on),
        Days(FEBRUARY.first_on, FEBRUARY.last_on),
    )


def test_hours_have_the_price_of_all_their_days_else_that_of_their_version() -> None:
    prices = Prices([*prices_of("1", ROW, [_right(FEBRUARY)]), *prices_of("2", ROW, [])])
    assert [prices.of("1", days) for days in (JANUARY, FEBRUARY, MARCH)] == ["1", CORRECTED, "1"]
    across = Period(JANUARY.last_on, FEBRUARY.first_on)
    assert [prices.of("1", across), prices.of("2", FEBRUARY), prices.of("3", FEBRUARY)] == ["1", "2", "3"]


def test_a_version_of_which_every_day_was_corrected_holds_no_price_of_its_own() -> None:
    whole = Period(JANUARY.first_on, MARCH.last_on)
    assert Prices(prices_of("1", ROW, [_right(whole)])).of("1", MARCH) == CORRECTED


def test_what_is_no_tariff_keeps_its_whole_name() -> None:
    assert key_of("X", "C", "P", LineKind.SECONDMENT, 0, "a/b")[-1] == "a/b"


def test_a_price_holds_on_no_day_of_a_month_that_was_corrected_whole() -> None:
    own, _ = prices_of("1", ROW, [_right(FEBRUARY)])
    assert own.stints(FEBRUARY) == ()
    assert own.stints(Period(FEBRUARY.first_on, MARCH.last_on)) == (MARCH,)


def test_a_line_is_remembered_with_its_tax_and_its_document() -> None:
    inputs = read_inputs(
        {
            "period": "2026-Q1",
            "partners": {"P": "", "Q": ""},
            "areas": {"X": {"provider": "Q", "vat": "S 21", "policy": ["whole by equal"]}},
            "costs": ["X staff 200.00"],
        }
    )
    lines = settled_lines("r", "1e kwartaal 2026", settle(inputs))
    assert [(row.organisation, row.vat_cents, row.vat_rate, row.document) for row in lines] == [
        ("P", 21_00, Fraction(21, 100), "r/1"),
        ("Q", 0, Fraction(0), ""),
    ]


def test_charges_stand_in_order_of_what_they_price() -> None:
    inputs = read_inputs(
        {
            "period": "2026-Q1",
            "partners": {"P": ""},
            "areas": {
                "X": {
                    "policy": ["tariff hour", "tariff product"],
                    "products": {"brief": {}, "folder": {}},
                    "tariffs": {
                        "1": {"price": "hour medewerker 60.00"},
                        "2": {"price": "hour adviseur 90.00"},
                        "3": {"price": "product folder 2.00"},
                        "4": {"price": "product brief 1.00"},
                    },
                }
            },
            "hours": ["X P 1:00 at 1", "X P 1:00 at 2"],
            "delivered": ["X brief P 1", "X folder P 1"],
        }
    )
    facts = Facts(inputs)
    sheet, area = TariffSheet(facts, Figures(facts), Quantities(facts)), facts.area("X")
    charged = [[one.tariff.id for one in sheet.charges(area, part)] for part in area.policy.components]
    assert charged == [["2", "1"], ["4", "3"]]


def test_who_lends_staff_is_credited_for_what_they_work_as() -> None:
    inputs = read_inputs(
        {
            "period": "2026-Q1",
            "partners": {"P": "", "Q": ""},
            "areas": {"X": {"policy": ["whole by equal"]}},
            "secondments": ["P X 1 36500.00 2026-01-01.."],
        }
    )
    (plain,) = inputs.secondments
    for function, text, label in (
        ("", "Vergoeding voor medewerkers", "detachering P"),
        ("jurist", "Vergoeding voor medewerkers (jurist)", "detachering P, jurist"),
    ):
        settlement = settle(replace(inputs, secondments=(replace(plain, function=function),)))
        line = next(one for one in settlement.lines if one.kind is LineKind.SECONDMENT)
        labels = {leaf.source.label for leaf in leaves(line.derivation) if leaf.source}
        assert (line.text, label in labels) == (text, True)
