"""The description of the API: committed, current, and in Dutch with an example for every field."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from app.main import create_api


@pytest.fixture(scope="module")
def described() -> dict[str, Any]:
    return create_api().openapi()


def test_the_committed_description_is_current(described: dict[str, Any], project: Path) -> None:
    committed = json.loads((project / "docs" / "openapi.json").read_text(encoding="utf-8"))
    assert described == committed, "run: make openapi"


def test_every_field_has_a_description_and_an_example(described: dict[str, Any]) -> None:
    assert [place for place, field in _fields(described) if _is_poor(field)] == []


def test_a_field_without_words_or_example_is_found() -> None:
    words, example = {"description": "Titel"}, {"examples": ["Verordening"]}
    listed = {"type": "array", "items": {"$ref": "#/components/schemas/Line"}}
    assert [_is_poor(field) for field in (words, example, words | {"default": None}, words | example)] == [
        True, True, True, False,
    ]  # fmt: skip
    assert [_is_poor(field) for field in (listed, listed | words)] == [True, False]


def test_every_parameter_has_words_and_an_example(described: dict[str, Any]) -> None:
    poor = [
        f"{method} {path} {parameter['name']}"
        for path, operations in described["paths"].items()
        for method, operation in operations.items()
        for parameter in operation.get("parameters", ())
        if _is_poor({**parameter["schema"], **parameter})
    ]
    assert poor == []


def test_every_operation_says_what_it_does_and_how_it_fails(described: dict[str, Any]) -> None:
    for path, operations in described["paths"].items():
        assert not path.endswith("/")
        for method, operation in operations.items():
            where = f"{method} {path}"
            assert operation.get("summary"), where
            assert operation.get("tags"), where
            assert "422" not in operation["responses"], where
            assert {"400", "401", "404"} <= operation["responses"].keys(), where
            assert "Successful Response" not in str(operation), where


def test_posts_may_be_repeated_and_edits_name_their_version(described: dict[str, Any]) -> None:
    for path, operations in described["paths"].items():
        for method, operation in operations.items():
            named = {parameter["name"] for parameter in operation.get("parameters", ())}
            assert ("Idempotency-Key" in named) == (method == "post"), f"{method} {path}"
            assert ("412" in operation["responses"]) == ("If-Match" in named), f"{method} {path}"


def test_headers_are_named_where_they_are_given(described: dict[str, Any]) -> None:
    given = {
        (f"{method} {path}", header)
        for path, operations in described["paths"].items()
        for method, operation in operations.items()
        for answer in operation["responses"].values()
        for header in answer["headers"]
        if header != "API-Version"
    }
    week, one = "/weekstaten/{medewerker}/{week}", "/opdrachten/{opdracht}"
    tariff, taking, key = "/tarieven/{tarief}", "/deelnames/{deelname}", "/verdeelafspraken/{afspraak}"
    norm, calendar = "/normen/{norm}", "/kalenders/{kalender}"
    pool, cascade = "/kostenplaatsen/{kostenplaats}", "/doorbelastingen/{doorbelasting}"
    kind = "/soorten-kengetallen/{soort}"
    assert given == {
        ("post /soorten-kengetallen", "Location"), ("post /soorten-kengetallen", "ETag"),
            (f"get {kind}", "ETag"), (f"patch {kind}", "ETag"),
        ("post /kostenplaatsen", "Location"), ("post /kostenplaatsen", "ETag"),
            (f"get {pool}", "ETag"), (f"patch {pool}", "ETag"),
        ("post /doorbelastingen", "Location"), ("post /doorbelastingen", "ETag"),
            (f"get {cascade}", "ETag"), (f"patch {cascade}", "ETag"),
        ("post /normen", "Location"), ("post /normen", "ETag"), (f"get {norm}", "ETag"), (f"patch {norm}", "ETag"),
        ("post /kalenders", "Location"), ("post /kalenders", "ETag"),
            (f"get {calendar}", "ETag"), (f"patch {calendar}", "ETag"),
        ("post /opdrachten", "Location"), ("post /kostenregels", "Location"), ("post /afrekenruns", "Location"),
            ("post /kengetallen", "Location"), ("post /jaarcijfers", "Location"), ("post /nulmetingen", "Location"),
            ("post /begrotingsregels", "Location"),
            ("post /tarieven", "Location"), ("post /deelnames", "Location"),
            ("post /scenario-berekeningen", "Location"),
            ("post /tarieven", "ETag"), (f"get {tariff}", "ETag"), (f"patch {tariff}", "ETag"),
            ("post /verdeelafspraken", "Location"), ("post /verdeelafspraken", "ETag"),
            (f"get {key}", "ETag"), (f"patch {key}", "ETag"),
            ("post /deelnames", "ETag"), (f"get {taking}", "ETag"), (f"patch {taking}", "ETag"),
        ("post /opdrachten", "ETag"), (f"get {one}", "ETag"), (f"patch {one}", "ETag"),
        (f"get {week}", "ETag"), (f"put {week}", "ETag"),
    }  # fmt: skip


def test_no_name_shows_how_the_code_is_laid_out(described: dict[str, Any]) -> None:
    assert "app__features" not in json.dumps(described)
    schemas = described["components"]["schemas"]
    referred = {
        found.rpartition("/")[2]
        for found in re.findall(r"#/components/schemas/[A-Za-z_]+", json.dumps(described))
    }
    assert referred <= schemas.keys()


def test_days_moments_money_and_time_are_called_and_written_as_such(described: dict[str, Any]) -> None:
    assert [
        place for place, field in [*_fields(described), *_parameters(described)] if _is_odd(place, field)
    ] == []


def test_a_field_that_is_not_what_it_is_called_is_found() -> None:
    day, moment = {"type": "string", "format": "date"}, {"type": "string", "format": "date-time"}
    odd: list[tuple[str, dict[str, Any]]] = [
        ("X.factuurDatum", moment), ("X.factuurDag", day), ("X.berekendOp", day), ("X.berekend", moment),
        ("X.bedragCenten", {"type": "number"}), ("X.normMinuten", {"anyOf": [{"type": "string"}, {"type": "null"}]}),
    ]  # fmt: skip
    assert all(_is_odd(*each) for each in odd)
    right: list[tuple[str, dict[str, Any]]] = [
        ("X.factuurDatum", {"anyOf": [day, {"type": "null"}]}), ("X.peildatum", day), ("X.op", moment),
        ("X.bedragCenten", {"type": "integer"}),
    ]  # fmt: skip
    assert not any(_is_odd(*each) for each in right)


def test_the_readme_asks_for_what_there_is(described: dict[str, Any], project: Path) -> None:
    asked = re.findall(r"\$api(/[^\s\"'?]+)", (project / "README.md").read_text(encoding="utf-8"))
    known = [re.sub(r"\{[^}]+\}", "[^/]+", path) for path in described["paths"]]
    assert len(asked) > 5
    assert [path for path in asked if not any(re.fullmatch(each, path) for each in known)] == []


def _is_odd(place: str, field: dict[str, Any]) -> bool:
    """Days end in Datum, moments in Op (and one in Sinds); cents and minutes are whole (data §9)."""
    name = place.rpartition(".")[2]
    parts = [part for part in (field, *field.get("anyOf", ())) if part.get("type") not in (None, "null")]
    formats, types = {part.get("format") for part in parts}, [part["type"] for part in parts]
    return (
        (name.lower().endswith("datum") != ("date" in formats))
        or (name.endswith(("Op", "Sinds")) or name == "op") != ("date-time" in formats)
        or (name.endswith(("Centen", "Minuten")) and set(types) != {"integer"})
    )


def _parameters(described: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for path, operations in described["paths"].items():
        for method, operation in operations.items():
            for parameter in operation.get("parameters", ()):
                yield f"{method} {path}.{parameter['name']}", parameter["schema"]


def _is_poor(field: dict[str, Any]) -> bool:
    """A list of shapes of their own, or such a shape, has its examples there."""
    is_explained_there = "$ref" in str(field.get("items", "")) or "properties" in field
    return "description" not in field or not ({"examples", "example"} & field.keys() or is_explained_there)


def _fields(described: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for name, schema in described["components"]["schemas"].items():
        for field, inside in schema.get("properties", {}).items():
            resolved = _resolved(inside, described)
            yield f"{name}.{field}", resolved


def _resolved(field: dict[str, Any], described: dict[str, Any]) -> dict[str, Any]:
    """A field that refers to a schema of its own is explained there."""
    parts = [field, *field.get("anyOf", ()), *field.get("allOf", ())]
    for part in parts:
        if "$ref" in part:
            target = described["components"]["schemas"][part["$ref"].rpartition("/")[2]]
            return {"examples": True, **target, **field}
    return field
