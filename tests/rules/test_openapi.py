"""The description of the API: committed, current, and in Dutch with an example for every field."""

import json
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
    poor = [
        place
        for place, field in _fields(described)
        if "description" not in field
        or not ({"examples", "example", "default", "items", "properties"} & field.keys())
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


def test_days_are_dates_and_moments_are_moments(described: dict[str, Any]) -> None:
    wrong = []
    for place, field in _fields(described):
        name = place.rpartition(".")[2]
        formats = {part.get("format") for part in (field, *field.get("anyOf", ()))}
        if (name.endswith("Datum") and "date" not in formats) or (
            name.endswith("Op") and "date-time" not in formats
        ):
            wrong.append(place)
    assert wrong == []


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
