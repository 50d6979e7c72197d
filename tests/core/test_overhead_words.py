"""What the three ways of overhead say of themselves: in the policy, in the tree, as steps on paper."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from app.features.costs.core import Category
from app.features.invoices.core.steps import Telling
from app.features.settlement.core.errors import Unsettled
from app.features.settlement.core.facts import Facts
from app.features.settlement.core.inputs import CascadeMethod, CostEntry, Inputs, Share
from app.features.settlement.core.overhead import entry_leaf
from app.features.settlement.core.overhead_words import overhead_in_words
from app.features.settlement.core.settle import settle
from app.kernel.explain import DoesNotAddUp, Node, Operation, Source, check
from tests.golden.settlement_reader import cases


def _case(start: str) -> Inputs:
    return next(case.inputs for case in cases() if case.name.startswith(f"decision_22_cascade: 22. {start}"))


def _plain(texts: list[str]) -> list[str]:
    return [text.replace("\N{NO-BREAK SPACE}", " ") for text in texts]


STEP_DOWN, RECIPROCAL = _case("trapsgewijs in de vastgelegde"), _case("wederkerig")
SHARES = ("(X 50 %, Y 30 % en Leiding 20 %)", "(X 40 %, Y 50 % en Huisvesting 10 %)")


def test_each_method_has_its_sentences() -> None:
    direct = replace(RECIPROCAL, cascade=CascadeMethod.DIRECT)
    pools = f"Huisvesting naar vaste percentages {SHARES[0]} en Leiding naar vaste percentages {SHARES[1]}"
    assert _plain(overhead_in_words(Facts(direct))) == [
        f"De overhead gaat rechtstreeks naar de taakgebieden: {pools}."
    ]
    assert _plain(overhead_in_words(Facts(RECIPROCAL))) == [
        f"De overhead gaat wederkerig: {pools}.",
        (
            "Kostenplaatsen die voor elkaar werken, belasten dat aan elkaar door; wat er zo bij elk taakgebied "
            "uitkomt, rekenen wij precies uit."
        ),
        "Wat een kostenplaats voor zichzelf doet, telt niet mee.",
    ]


def test_step_down_says_its_order() -> None:
    turned = tuple(replace(pool, step=3 - pool.step if pool.step else None) for pool in STEP_DOWN.pools)
    said = _plain(overhead_in_words(Facts(replace(STEP_DOWN, pools=turned))))
    assert said[0] == (
        f"De overhead gaat trapsgewijs, in deze volgorde: eerst Leiding naar vaste percentages {SHARES[1]}, dan "
        f"Huisvesting naar vaste percentages {SHARES[0]}."
    )
    assert said[1:] == [
        "Elke kostenplaats geeft ook door wat zij van een eerdere krijgt; wie is geweest, krijgt niets meer.",
        "Wat een kostenplaats voor zichzelf doet, telt niet mee.",
    ]


def test_without_overhead_nothing_is_said() -> None:
    assert overhead_in_words(Facts(replace(RECIPROCAL, pools=()))) == []


def _posting(inputs: Inputs) -> Node:
    costs = settle(inputs).areas[0].costs
    return costs.operands[-1].operands[0]


def test_a_reciprocal_posting_can_be_worked_out_again_and_not_be_changed() -> None:
    posting = _posting(RECIPROCAL)
    assert (posting.operation, posting.value, posting.key) == (Operation.RECIPROCAL, 3_551_020, "X")
    amount, own, other = posting.operands
    assert (amount.value, own.key, other.key) == (6_000_000, "A (kostenplaats)", "B (kostenplaats)")
    assert posting.signs == ("", "", "")
    assert (own.what, other.what) == ("Waarheen Huisvesting doorgeeft", "Waarheen Leiding doorgeeft")
    assert [part.what for part in own.operands] == [
        "Vast deel van X",
        "Vast deel van Y",
        "Vast deel van Leiding",
    ]
    check(posting)
    with pytest.raises(DoesNotAddUp):
        check(replace(posting, value=3_551_021))
    with pytest.raises(DoesNotAddUp):
        check(replace(posting, key="Y"))
    with pytest.raises(DoesNotAddUp):
        check(replace(posting, operands=(amount, other, own)))
    with pytest.raises(DoesNotAddUp, match="a division of whole cents over sums"):
        check(replace(posting, operands=(amount, own, replace(other, operation=Operation.LEAF, operands=()))))
    half = replace(amount, value=Fraction(1, 2), operation=Operation.LEAF, operands=(), source=own.source)
    with pytest.raises(DoesNotAddUp):
        check(replace(posting, operands=(half, own, other)))


def test_a_part_that_goes_to_areas_only_is_all_direct() -> None:
    parts = (Share("X", Fraction(125, 2)), Share("Y", Fraction(75, 2)))
    pools = tuple(
        replace(pool, shares=parts, pool_shares=()) if pool.driver else pool for pool in RECIPROCAL.pools
    )
    (line,) = settle(replace(RECIPROCAL, pools=pools)).lines_of("X", "P")
    told = [(step.what, *_plain([step.how])) for step in Telling("P").tell(line.derivation)]
    assert told[0] == ("Huisvesting, deel van X", "€ 60.000,00 × 62,5 %")


def test_what_is_not_filled_in_yet_is_said_too() -> None:
    blank = tuple(replace(pool, driver=None) if pool.code == "A" else pool for pool in RECIPROCAL.pools)
    strange = tuple(replace(pool, shares=(Share("Z", Fraction(100)),), pool_shares=()) for pool in blank)
    (said, *_) = _plain(overhead_in_words(Facts(replace(RECIPROCAL, pools=strange))))
    assert said == (
        "De overhead gaat wederkerig: Huisvesting naar niets en Leiding naar vaste percentages (Z 100 %)."
    )


def test_staff_that_is_not_known_is_asked_with_its_day() -> None:
    plain = _case("overhead rechtstreeks, elke kostenplaats")
    with pytest.raises(Unsettled) as refused:
        settle(replace(plain, area_figures=()))
    (error,) = refused.value.errors
    assert error.message.partition("ontbreekt ")[2] == (
        "de formatie in fte op 1 januari 2026. Vul haar in, ook als zij nul is."
    )


def test_on_paper_a_posting_is_one_step() -> None:
    (line,) = settle(RECIPROCAL).lines_of("X", "P")
    told = [(step.what, step.how) for step in Telling("P").tell(line.derivation)]
    assert [(what, *_plain([how])) for what, how in told][:2] == [
        ("Huisvesting, deel van X", "€ 60.000,00 × 59,183673… %, waarvan 50 % rechtstreeks"),
        ("Leiding, deel van X", "€ 40.000,00 × 45,918367… %, waarvan 40 % rechtstreeks"),
    ]


def test_on_paper_step_down_tells_first_what_was_received() -> None:
    (line,) = settle(STEP_DOWN).lines_of("X", "P")
    told = [(step.what, *_plain([step.how, step.shown])) for step in Telling("P").tell(line.derivation)]
    assert told[:4] == [
        ("Huisvesting, deel van X", "€ 60.000,00 × 50 %", "€ 30.000,00"),
        ("Huisvesting, deel van Leiding", "€ 60.000,00 × 20 %", "€ 12.000,00"),
        (
            "Kosten van Leiding en wat zij ontvangt",
            "kosten van Leiding € 40.000,00 plus huisvesting, deel van Leiding € 12.000,00 (stap 2)",
            "€ 52.000,00",
        ),
        ("Leiding, deel van X", "€ 52.000,00 (stap 3) × 40 % ÷ 90 %", "€ 23.111,11"),
    ]


@pytest.mark.parametrize(
    ("document", "description", "what", "label"),
    [
        ("F12", "Huur", "Huur", "F12, 2 februari 2026"),
        ("F12", "", "F12", "F12, 2 februari 2026"),
        ("", "Huur", "Huur", "kostenregel, 2 februari 2026"),
        ("", "", "kostenregel", "kostenregel, 2 februari 2026"),
    ],
)
def test_a_cost_entry_is_called_what_it_says(document: str, description: str, what: str, label: str) -> None:
    entry = CostEntry(
        "e1", "HV", date(2026, 2, 2), Category.HOUSING, 100, document=document, description=description
    )
    found = entry_leaf(entry, 7)
    assert (found.what, found.value) == (what, 7)
    assert found.source == Source("cost_entry", "e1", label)


def test_fte_of_pools_is_named_where_there_is_some() -> None:
    plain = _case("overhead rechtstreeks, elke kostenplaats")
    assert _posting(plain).operands[2].what == "Formatie van alle taakgebieden in fte"
    staffed = tuple(replace(pool, fte=Fraction(1)) if pool.code == "L" else pool for pool in plain.pools)
    weights = _posting(replace(plain, pools=staffed)).operands[2]
    assert weights.what == "Formatie van alle taakgebieden en kostenplaatsen in fte"
    assert [part.key for part in weights.operands] == ["X", "Y", "Z"]
