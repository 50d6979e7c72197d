"""The frozen inputs: canonical, strict, and named where a file is wrong."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from app.features.settlement.core.inputs import Inputs
from app.features.settlement.core.snapshot import UnreadableSnapshot, digest_of, from_snapshot, to_snapshot
from tests.golden.settlement_reader import cases

K5 = next(case.inputs for case in cases() if case.name.startswith("k5-quarter"))


def test_the_body_is_canonical_and_its_digest_stable() -> None:
    body = to_snapshot(K5)
    assert body.startswith(b'{"format_version":1,"inputs":{"a')
    assert b": " not in body.replace(b"Bureau Vaart", b"")
    assert digest_of(body) == digest_of(to_snapshot(from_snapshot(body)))
    assert len(digest_of(body)) == 64


def test_a_cut_off_comes_back_as_the_same_moment() -> None:
    at = datetime(2026, 10, 22, 7, 31, tzinfo=UTC)
    assert from_snapshot(to_snapshot(replace(K5, cut_off_at=at))).cut_off_at == at


def test_fields_that_have_a_default_may_be_left_out() -> None:
    body = b'{"format_version":1,"inputs":{"collaboration":{"code":"a","name":"A"},'
    body += b'"period":{"first_on":"2026-01-01","last_on":"2026-03-31"}}}'
    inputs = from_snapshot(body)
    assert isinstance(inputs, Inputs)
    assert inputs.areas == ()


def _changed(path: list[str | int], value: object) -> bytes:
    content: Any = json.loads(to_snapshot(K5))
    at = content
    for step in path[:-1]:
        at = at[step]
    if value is None:
        del at[path[-1]]
    else:
        at[path[-1]] = value
    return json.dumps(content).encode()


@pytest.mark.parametrize(
    ("path", "value", "where"),
    [
        (["format_version"], 2, "format_version"),
        (["inputs", "period", "first_on"], "2026-13-01", "inputs.period.first_on"),
        (["inputs", "period", "last_on"], "2026-01-01", "inputs.period"),
        (["inputs", "areas", 0, "code"], 5, "inputs.areas[0].code"),
        (["inputs", "areas", 0, "code"], None, "inputs.areas[0].code"),
        (["inputs", "areas", 0, "is_settled"], 1, "inputs.areas[0].is_settled"),
        (["inputs", "areas", 0, "colour"], "red", "inputs.areas[0].colour"),
        (["inputs", "entries", 0, "amount_cents"], "12", "inputs.entries[0].amount_cents"),
        (["inputs", "entries", 0, "amount_cents"], True, "inputs.entries[0].amount_cents"),
        (["inputs", "entries", 0, "category"], "party", "inputs.entries[0].category"),
        (["inputs", "statistics", 0, "value"], "1/0", "inputs.statistics[0].value"),
        (["inputs", "statistics", 0, "value"], "1,5", "inputs.statistics[0].value"),
        (["inputs", "statistics", 0], [], "inputs.statistics[0]"),
        (["inputs", "statistics"], {}, "inputs.statistics"),
        (["inputs", "statistics", 0, "value"], 1.5, ""),
    ],
)
def test_what_is_wrong_in_a_file_is_named_by_its_place(
    path: list[str | int], value: object, where: str
) -> None:
    with pytest.raises(UnreadableSnapshot) as refused:
        from_snapshot(_changed(path, value))
    assert refused.value.where == where


@pytest.mark.parametrize("body", [b"", b"\xff", b"[]", b"{}", b'{"format_version":1}', b"not json"], ids=repr)
def test_what_is_no_snapshot_is_refused(body: bytes) -> None:
    with pytest.raises(UnreadableSnapshot):
        from_snapshot(body)


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (
            b"{",
            "bestand: dit is geen JSON (Expecting property name enclosed in double quotes: line 1 column 2 (char 1)).",
        ),
        (
            b'{"format_version":1,"inputs":NaN}',
            'bestand: NaN is geen heel getal; schrijf een breuk als tekst, bijvoorbeeld "1/3".',
        ),
        (b'{"format_version":1,"inputs":[]}', "inputs: verwacht een object."),
        (b"[]", "bestand: verwacht precies format_version en inputs."),
        (_changed(["format_version"], 2), "format_version: versie 2 is onbekend; verwacht 1."),
        (_changed(["inputs", "areas", 0, "colour"], "red"), "inputs.areas[0].colour: dit veld is onbekend."),
        (_changed(["inputs", "areas", 0, "code"], None), "inputs.areas[0].code: dit veld ontbreekt."),
        (_changed(["inputs", "statistics"], {}), "inputs.statistics: verwacht een lijst."),
    ],
    ids=[
        "no json",
        "no number",
        "no inputs",
        "no object",
        "another version",
        "an unknown field",
        "a field too few",
        "no list",
    ],
)
def test_a_refusal_says_where_and_what(body: bytes, said: str) -> None:
    with pytest.raises(UnreadableSnapshot) as refused:
        from_snapshot(body)
    assert str(refused.value) == said
    assert refused.value.where == ("" if said.startswith("bestand: ") else said.partition(":")[0])
