"""Which figures an organisation confirms, when an answer still holds, and what is found when it does not."""

from dataclasses import replace
from datetime import UTC, date, datetime
from fractions import Fraction

import pytest

from app.features.settlement.core.confirming import (
    Figure,
    FigureKind,
    Standing,
    asks,
    changed_names,
    driver_figures,
    falls_silent,
    findings,
    has_passed,
    same_figures,
    standing,
)
from app.features.settlement.core.inputs import Gathered, Inputs
from app.features.settlement.core.result import Weight
from app.features.settlement.core.run import Answer, Confirmation
from app.features.settlement.core.settle import attempt_to_settle
from tests.golden.settlement_reader import read_inputs

UNTIL = date(2026, 4, 20)
NEW_YEAR = date(2026, 1, 1)


def _inputs() -> Inputs:
    """W divides equally, so that its hours weigh nothing; nobody is divided by clients."""
    return read_inputs(
        {
            "period": "2026-Q1",
            "partners": {"P": "", "Q": ""},
            "kinds": {"inhabitants": "Inwoners"},
            "areas": {
                "W": {"policy": ["whole by equal"]},
                "X": {"policy": ["whole by inhabitants"]},
                "Y": {
                    "name": "Onderwijs",
                    "policy": ["tariff hour"],
                    "tariffs": {"t": {"price": "hour adviseur 60.00"}},
                },
                "Z": {
                    "policy": ["whole by products folder"],
                    "products": {"folder": {"name": "Folder"}, "kaart": {}},
                },
            },
            "statistics": {"inhabitants": {"P": "3", "Q": "1"}, "clients": {"P": "9", "Q": "9"}},
            "hours": ["W P 5:00", "Y P 1:00 at t", "Y P=1/3,Q=2/3 1:40 at t", "Y P 0:30 at t"],
            "delivered": ["Z folder P 3", "Z folder P 4", "Z folder Q 1", "Z kaart P 8"],
            "costs": ["W staff 1.00", "X staff 100.00", "Y staff 180.00", "Z staff 80.00"],
        }
    )


def _figures(inputs: Inputs) -> dict[str, list[tuple[str, str, str, str, Fraction]]]:
    return {
        code: [(row.kind.value, row.area, row.code, row.name, row.value) for row in rows]
        for code, rows in driver_figures(inputs, attempt_to_settle(inputs)).items()
    }


def test_an_organisation_confirms_what_weighs_and_nothing_else() -> None:
    # of the joint 100 minutes P has a third: 60 + 33⅓ + 30
    assert _figures(_inputs()) == {
        "P": [
            ("statistic", "", "inhabitants", "Inwoners", 3),
            ("delivery", "Z", "folder", "Folder", 7),
            ("hours", "Y", "", "Uren Onderwijs", Fraction(370, 3)),
        ],
        "Q": [
            ("statistic", "", "inhabitants", "Inwoners", 1),
            ("delivery", "Z", "folder", "Folder", 1),
            ("hours", "Y", "", "Uren Onderwijs", Fraction(200, 3)),
        ],
    }


def test_hours_that_stand_added_up_count_the_same() -> None:
    inputs, days = _inputs(), (NEW_YEAR, NEW_YEAR)
    gathered = (
        Gathered("W", "P", "", *days, Fraction(300), 1),
        Gathered("Y", "P", "t", *days, Fraction(90), 2),
        Gathered("Y", "P", "t", *days, Fraction(100, 3), 1),
        Gathered("Y", "Q", "t", *days, Fraction(200, 3), 1),
    )
    draft = replace(inputs, worked=(), assignments=(), gathered=gathered)
    assert _figures(draft) == _figures(inputs)


def test_of_a_key_that_grows_in_the_figures_of_both_keys_are_confirmed_by_their_day() -> None:
    inputs = read_inputs(
        {
            "period": "2026-Q1",
            "partners": {"P": "", "Q": ""},
            "kinds": {"inhabitants": "Inwoners"},
            "areas": {
                "X": {
                    "phase": "1/2",
                    "old": ["whole by inhabitants at period_average"],
                    "policy": ["whole by hours"],
                }
            },
            "statistics": {
                "inhabitants": {code: {"2026-02-01": "4", "2026-01-01": "3"} for code in ("P", "Q")}
            },
            "hours": ["X P 5:00", "X Q 5:00"],
            "costs": ["X staff 100.00"],
        }
    )
    found = driver_figures(inputs, attempt_to_settle(inputs))
    assert [(row.kind.value, row.on, int(row.value)) for row in found["P"]] == [
        ("statistic", NEW_YEAR, 3),
        ("statistic", date(2026, 2, 1), 4),
        ("hours", None, 300),
    ]
    assert [row.value for row in found["Q"]] == [3, 4, 300]


def test_what_is_kept_with_an_answer_says_kind_place_day_and_value() -> None:
    (figure, _, hours) = driver_figures(_inputs(), attempt_to_settle(_inputs()))["P"]
    assert figure.kept == ["statistic", "", "inhabitants", "2026-01-01", "3/1"]
    assert hours.kept == ["hours", "Y", "", "", "370/3"]
    assert (figure.key, figure.source) == (("statistic", "", "inhabitants"), "CBS")


def _figure(name: str, value: int) -> Figure:
    return Figure(FigureKind.STATISTIC, "", name.lower(), name, NEW_YEAR, Fraction(value))


FIGURES = (_figure("Inwoners", 3), _figure("Woningen", 2))
GROWN = (_figure("Inwoners", 4), _figure("Woningen", 2))


def _answered(
    answer: Answer, figures: tuple[Figure, ...] = FIGURES, remark: str | None = None
) -> Confirmation:
    kept = tuple(tuple(row.kept) for row in reversed(figures))
    return Confirmation("P", datetime(2026, 4, 2, tzinfo=UTC), "B. Beheer", answer, remark, kept)


def test_an_answer_holds_for_the_figures_that_were_answered() -> None:
    assert standing([], FIGURES) is Standing.UNANSWERED
    for answer, stands in (
        (Answer.CONFIRMED, Standing.CONFIRMED),
        (Answer.OBJECTED, Standing.OBJECTED),
        (Answer.SILENT, Standing.SILENT),
    ):
        assert standing([_answered(answer)], FIGURES) is stands
        assert standing([_answered(answer)], GROWN) is Standing.CHANGED
    again = [_answered(Answer.OBJECTED), _answered(Answer.CONFIRMED, GROWN)]
    assert standing(again, GROWN) is Standing.CONFIRMED
    assert same_figures(again[1], GROWN)
    assert not same_figures(again[0], GROWN)
    assert changed_names(again[0], GROWN) == ["Inwoners"]


@pytest.mark.parametrize(
    ("state", "today", "expected"),
    [
        (Standing.UNANSWERED, UNTIL, False),
        (Standing.UNANSWERED, date(2026, 4, 21), True),
        (Standing.CHANGED, date(2026, 4, 21), True),
        (Standing.OBJECTED, date(2026, 4, 21), False),
        (Standing.CONFIRMED, date(2026, 4, 21), False),
    ],
)
def test_silence_counts_after_the_date_and_never_over_an_objection(
    state: Standing, today: date, expected: bool
) -> None:
    assert falls_silent(state, UNTIL, today) is expected
    assert not falls_silent(state, None, today)
    assert has_passed(UNTIL, today) is (today > UNTIL)
    assert not has_passed(None, today)


NAMES = {"P": "Polderdam", "Q": "Quadijk", "R": "Rijswoude"}


def _found(
    answers: dict[str, list[Confirmation]], explained: tuple[str, ...] = ()
) -> list[tuple[str, str, str]]:
    figures = dict.fromkeys(NAMES, FIGURES)
    return [
        (one.weight.value, one.subject[1], one.message)
        for one in findings(NAMES, answers, figures, UNTIL, frozenset(explained))
    ]


def test_who_has_not_answered_is_named_in_one_finding() -> None:
    assert _found({}) == [
        (
            "holds_back",
            "P,Q,R",
            "Polderdam, Quadijk en Rijswoude hebben de gegevens nog niet bevestigd.",
        )
    ]
    confirmed = [_answered(Answer.CONFIRMED)]
    assert _found({"P": confirmed, "R": confirmed}) == [
        ("holds_back", "Q", "Quadijk heeft de gegevens nog niet bevestigd.")
    ]
    assert _found(dict.fromkeys(NAMES, confirmed)) == []
    (waiting,) = findings(NAMES, {}, dict.fromkeys(NAMES, FIGURES), UNTIL, frozenset())
    assert waiting.detail == (
        "Gevraagd tot en met ma 20 apr. Zonder antwoord gelden ze vanaf di 21 apr als "
        "bevestigd door stilte; dat staat dan op de factuur."
    )
    assert asks(waiting, "Q")
    assert not asks(waiting, "S")
    assert not asks(replace(waiting, code="objection"), "Q")
    assert findings(NAMES, {}, {}, None, frozenset()) == []


def test_a_finding_is_about_the_answer_of_an_organisation_and_says_what_can_be_done() -> None:
    answers = {"Q": [_answered(Answer.OBJECTED, remark="te veel")], "R": [_answered(Answer.SILENT)]}
    found = findings(NAMES, answers, dict.fromkeys(NAMES, FIGURES), UNTIL, frozenset())
    assert [(one.code, one.subject, one.detail) for one in found] == [
        (
            "unconfirmed",
            ("confirmation", "P"),
            (
                "Gevraagd tot en met ma 20 apr. Zonder antwoord gelden ze vanaf di 21 apr als bevestigd door stilte; "
                "dat staat dan op de factuur."
            ),
        ),
        (
            "objection",
            ("confirmation", "Q"),
            "Verbeter de gegevens en bereken opnieuw, of licht toe waarom ze zo blijven.",
        ),
        (
            "silence",
            ("confirmation", "R"),
            "Gevraagd tot en met ma 20 apr. Zo staat het op de factuur.",
        ),
    ]


def test_changed_figures_objections_and_silence_are_each_found() -> None:
    answers = {
        "P": [_answered(Answer.CONFIRMED, GROWN)],
        "Q": [_answered(Answer.OBJECTED, remark="te veel")],
        "R": [_answered(Answer.SILENT)],
    }
    objection = "Quadijk maakt bezwaar tegen de gegevens: “te veel”"
    changed = "Polderdam antwoordde op andere cijfers dan er nu staan. Gewijzigd: Inwoners."
    silent = "Rijswoude heeft niet geantwoord. De gegevens gelden als bevestigd door stilte."
    assert _found(answers) == [
        ("holds_back", "P", changed),
        ("holds_back", "Q", objection),
        ("note", "R", silent),
    ]
    assert _found(answers, (objection, changed)) == [
        ("holds_back", "P", changed),
        ("note", "Q", objection),
        ("note", "R", silent),
    ]
    gone = findings({"P": "Polderdam"}, {"P": [_answered(Answer.CONFIRMED)]}, {}, UNTIL, frozenset())
    assert [(one.weight, one.message) for one in gone] == [
        (
            Weight.HOLDS_BACK,
            "Polderdam antwoordde op andere cijfers dan er nu staan. Gewijzigd: cijfers zijn vervallen.",
        )
    ]
