"""A kept scenario reads again as it was kept, and says its changes in words."""

import json
from dataclasses import replace
from datetime import date
from fractions import Fraction

from app.features.settlement.core.inputs import Component, DriverKind, Inputs, Share, Takes, Term
from app.features.settlement.core.scenario import (
    KeyPart,
    changes_out,
    in_words,
    new_key,
    outcome_in,
    outcome_out,
    paying,
    read_changes,
)
from app.features.settlement.core.what_if import Change, ChangeKind, what_if
from tests.golden.settlement_reader import read_inputs

HALVES = new_key(
    [
        KeyPart(DriverKind.INHABITANTS, Fraction(40)),
        KeyPart(DriverKind.STATISTIC, Fraction(121, 2), "woningen"),
    ]
)
FIXED = new_key(
    [KeyPart(DriverKind.FIXED, shares=(Share("P", Fraction(125, 2)), Share("Q", Fraction(75, 2))))]
)
BY_HEADS = new_key([KeyPart(DriverKind.INHABITANTS)])
CHANGES = (
    Change(ChangeKind.KEY, area="X", components=new_key([KeyPart(DriverKind.EQUAL)])),
    Change(ChangeKind.KEY, area="X", components=HALVES),
    Change(ChangeKind.KEY, area="X", components=FIXED),
    Change(ChangeKind.KEY, area="X", components=HALVES, phase=Fraction(1, 4)),
    Change(ChangeKind.TARIFF, of="t", value=Fraction(6600)),
    Change(ChangeKind.STATISTIC, organisation="P", of="woningen", value=Fraction(5, 2)),
    Change(ChangeKind.COSTS, area="X", value=Fraction(5)),
    Change(ChangeKind.COSTS, value=Fraction(-5, 2)),
    Change(ChangeKind.COSTS, value=Fraction(0)),
    Change(ChangeKind.JOINS, organisation="P", area="X"),
    Change(ChangeKind.JOINS, organisation="Z"),
    Change(ChangeKind.JOINS, organisation="NIEUW", of="Waterdam"),
    Change(ChangeKind.LEAVES, organisation="P", area="X"),
    Change(ChangeKind.LEAVES, organisation="P"),
)


def _inputs() -> Inputs:
    return read_inputs(
        {
            "period": "2026-Q1",
            "partners": {"P": "", "Q": ""},
            "names": {"P": "Polderdam", "Q": "Quadijk"},
            "kinds": {"woningen": "Woningen"},
            "areas": {
                "X": {
                    "name": "Onderwijs",
                    "policy": ["whole by equal"],
                    "tariffs": {"t": {"name": "Adviseur", "price": "hour adviseur 60.00"}},
                },
                "Y": {"policy": ["whole by equal"]},
            },
            "costs": ["X staff 100.00", "Y staff 50.00"],
        }
    )


def test_changes_are_kept_as_plain_data_and_read_again() -> None:
    kept = json.loads(json.dumps(changes_out(CHANGES)))
    assert read_changes(kept) == CHANGES
    assert kept[1]["key"] == [
        {"driver": "inhabitants", "percent": "40", "statistic": "", "shares": []},
        {"driver": "statistic", "percent": "121/2", "statistic": "woningen", "shares": []},
    ]
    assert kept[0]["key"][0]["percent"] == "100"
    assert [one["phase"] for one in kept[2:4]] == ["", "1/4"]
    without_driver = Change(ChangeKind.KEY, area="X", components=(Component(1, Takes.WHOLE),))
    assert changes_out([without_driver])[0]["key"][0]["driver"] == ""


def test_a_key_of_several_drivers_has_a_percentage_each_in_listed_order() -> None:
    assert [(part.position, part.takes, part.percent) for part in HALVES] == [
        (1, Takes.PERCENT, 40),
        (2, Takes.PERCENT, Fraction(121, 2)),
    ]
    (whole,) = new_key([KeyPart(DriverKind.STATISTIC, statistic="woningen")])
    assert (whole.position, whole.takes, whole.percent, whole.statistic) == (1, Takes.WHOLE, None, "woningen")


def test_each_change_is_a_sentence() -> None:
    words = [text.replace("\N{NO-BREAK SPACE}", " ") for text in in_words(CHANGES, _inputs())]
    assert words == [
        "Onderwijs wordt verdeeld in gelijke delen.",
        "Onderwijs wordt verdeeld 40 % naar inwoners en 60,5 % naar woningen.",
        "Onderwijs wordt verdeeld naar vaste percentages (Polderdam 62,5 % en Quadijk 37,5 %).",
        (
            "Onderwijs wordt voor 25 % verdeeld volgens een nieuwe sleutel (40 % naar inwoners en 60,5 % naar "
            "woningen) en voor 75 % volgens de sleutel van nu (gelijke delen)."
        ),
        "Tarief Adviseur wordt € 66,00.",
        "Woningen van Polderdam wordt 2,5.",
        "De kosten van Onderwijs worden 5 % hoger.",
        "Alle kosten worden 2,5 % lager.",
        "Alle kosten worden 0 % hoger.",
        "Polderdam gaat meedoen aan Onderwijs.",
        "Z gaat meedoen aan alle taakgebieden.",
        "Waterdam gaat meedoen aan alle taakgebieden.",
        "Polderdam doet niet meer mee aan Onderwijs.",
        "Polderdam doet niet meer mee aan alle taakgebieden.",
    ]


def test_who_joins_is_named_in_every_sentence_and_who_is_known_by_its_own_name() -> None:
    shares = (Share("NIEUW", Fraction(60)), Share("P", Fraction(40)))
    halves = new_key([KeyPart(DriverKind.EQUAL, Fraction(60)), KeyPart(DriverKind.HOURS, Fraction(40))])
    changes = (
        Change(ChangeKind.STATISTIC, organisation="NIEUW", of="woningen", value=Fraction(29_000)),
        Change(ChangeKind.KEY, area="X", components=new_key([KeyPart(DriverKind.FIXED, shares=shares)])),
        Change(ChangeKind.KEY, area="X", components=halves),
        Change(ChangeKind.JOINS, organisation="NIEUW", of="Krimpen"),
        Change(ChangeKind.JOINS, organisation="P", area="X", of="Anders"),
        Change(ChangeKind.JOINS, organisation="Z"),
        Change(ChangeKind.LEAVES, organisation="Z"),
    )
    words = [text.replace("\N{NO-BREAK SPACE}", " ") for text in in_words(changes, _inputs())]
    assert words == [
        "Woningen van Krimpen wordt 29.000.",
        "Onderwijs wordt verdeeld naar vaste percentages (Krimpen 60 % en Polderdam 40 %).",
        "Onderwijs wordt verdeeld 60 % in gelijke delen en 40 % naar uren.",
        "Krimpen gaat meedoen aan alle taakgebieden.",
        "Polderdam gaat meedoen aan Onderwijs.",
        "Z gaat meedoen aan alle taakgebieden.",
        "Z doet niet meer mee aan alle taakgebieden.",
    ]


def test_a_key_that_is_being_phased_in_is_said_to_lapse_or_to_keep_its_old_one() -> None:
    old, new = (replace(_inputs().policies[0], id=word) for word in ("oud", "nieuw"))
    before = Term(date(2025, 1, 1), date(2025, 12, 31))
    phased = replace(
        _inputs(),
        policies=(replace(old, term=before), replace(new, phase=Fraction(1, 4), old_key="oud")),
    )
    changes = [
        Change(ChangeKind.KEY, area="X", components=BY_HEADS),
        Change(ChangeKind.KEY, area="X", components=BY_HEADS, phase=Fraction(1, 2)),
    ]
    words = [text.replace("\N{NO-BREAK SPACE}", " ") for text in in_words(changes, phased)]
    assert words == [
        "Onderwijs wordt geheel verdeeld naar inwoners; de oude sleutel, die nu nog voor 75 % geldt, vervalt.",
        (
            "Onderwijs wordt voor 50 % verdeeld volgens een nieuwe sleutel (naar inwoners) en voor 50 % volgens de "
            "oude sleutel (gelijke delen)."
        ),
    ]


def test_what_a_key_is_phased_in_from_is_that_of_its_own_area_in_the_period() -> None:
    inputs = _inputs()
    both = tuple(replace(part, takes=Takes.PERCENT, percent=Fraction(50)) for part in HALVES)
    of_x, of_y = inputs.policies
    twofold = replace(inputs, policies=(of_x, replace(of_y, components=both)))
    only_x = replace(inputs, policies=(of_x,))
    over = replace(inputs, policies=(replace(of_x, term=Term(date(2025, 1, 1), date(2025, 12, 31))),))
    said = [
        in_words([Change(ChangeKind.KEY, area=area, components=BY_HEADS, phase=Fraction(1, 2))], one)[0]
        for one, area in ((twofold, "Y"), (only_x, "Y"), (over, "X"))
    ]
    assert [text.replace("\N{NO-BREAK SPACE}", " ").partition(" en voor ")[2] for text in said] == [
        "50 % volgens de sleutel van nu (50 % inwoners + 50 % woningen).",
        "50 % volgens de sleutel van nu.",
        "50 % volgens de sleutel van nu.",
    ]


def test_the_outcome_is_kept_per_partner_and_area() -> None:
    rows = paying(what_if(_inputs(), [Change(ChangeKind.LEAVES, organisation="P", area="X")]))
    assert [(row.name, row.before_cents, row.after_cents, row.cents, row.by_area) for row in rows] == [
        ("Polderdam", 75_00, 25_00, -50_00, (("X", 50_00, 0), ("Y", 25_00, 25_00))),
        ("Quadijk", 75_00, 125_00, 50_00, (("X", 50_00, 100_00), ("Y", 25_00, 25_00))),
    ]
    assert outcome_in(json.loads(json.dumps(outcome_out(rows)))) == rows


def test_costs_of_a_pool_are_named_by_it() -> None:
    costs = [Change(ChangeKind.COSTS, of=code, value=Fraction(5)) for code in ("Y", "Z")]
    words = [text.replace("\N{NO-BREAK SPACE}", " ") for text in in_words(costs, _inputs())]
    assert words == ["De kosten van Y worden 5 % hoger.", "De kosten van Z worden 5 % hoger."]
    named = replace(
        _inputs(), pools=tuple(replace(row, name=f"Plaats {row.code}") for row in _inputs().pools)
    )
    assert in_words(costs[:1], named)[0].startswith("De kosten van Plaats Y worden")


def test_what_the_inputs_do_not_name_is_said_by_its_code() -> None:
    fixed = new_key([KeyPart(DriverKind.FIXED, shares=(Share("R", Fraction(100)),))])
    changes = (
        Change(ChangeKind.KEY, area="V", components=fixed),
        Change(ChangeKind.TARIFF, of="u", value=Fraction(6600)),
        Change(ChangeKind.STATISTIC, organisation="R", of="banen", value=Fraction(5)),
        Change(ChangeKind.COSTS, of="OVH", value=Fraction(5)),
        Change(ChangeKind.LEAVES, organisation="R", area="V"),
    )
    words = [text.replace("\N{NO-BREAK SPACE}", " ") for text in in_words(changes, _inputs())]
    assert words == [
        "V wordt verdeeld naar vaste percentages (R 100 %).",
        "Tarief u wordt € 66,00.",
        "banen van R wordt 5.",
        "De kosten van OVH worden 5 % hoger.",
        "R doet niet meer mee aan V.",
    ]
