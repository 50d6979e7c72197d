"""The description of the API as a page can show it: resources, what can be done, which fields.

Pure: from the OpenAPI document to a few values. It shows what the document says and adds nothing.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from app.kernel.dutch import begun

_METHODS = ("get", "post", "put", "patch", "delete")


@dataclass(frozen=True, slots=True)
class FieldLine:
    """One field of a body or one parameter."""

    name: str
    kind: str
    is_required: bool
    text: str
    example: str


@dataclass(frozen=True, slots=True)
class Operation:
    """One method on one path."""

    id: str
    method: str
    path: str
    title: str
    text: str
    parameters: tuple[FieldLine, ...]
    body: tuple[FieldLine, ...]
    answers: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class ResourceGroup:
    """The operations under one tag."""

    id: str
    title: str
    operations: tuple[Operation, ...]


def groups(schema: dict[str, Any]) -> list[ResourceGroup]:
    """All operations of the document by their tag, in the order of the document."""
    found: dict[str, list[Operation]] = {}
    for path, methods in schema.get("paths", {}).items():
        for method in _METHODS:
            if method in methods:
                operation = methods[method]
                tag = str((operation.get("tags") or ["Overig"])[0])
                found.setdefault(tag, []).append(_operation(schema, path, method, operation))
    return [
        ResourceGroup(f"groep-{number}", begun(tag), tuple(operations))
        for number, (tag, operations) in enumerate(found.items(), 1)
    ]


def _operation(schema: dict[str, Any], path: str, method: str, operation: dict[str, Any]) -> Operation:
    key = f"{method}{path}".translate(str.maketrans("/{}", "---")).strip("-")
    body = operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", {})
    answers = (
        (status, str(answer.get("description", ""))) for status, answer in operation["responses"].items()
    )
    return Operation(
        key,
        method.upper(),
        path,
        str(operation.get("summary", "")),
        str(operation.get("description", "")),
        tuple(_parameter(schema, one) for one in operation.get("parameters", ())),
        tuple(_fields(schema, body)),
        tuple((status, text) for status, text in answers if status[0] in "23"),
    )


def _parameter(schema: dict[str, Any], one: dict[str, Any]) -> FieldLine:
    of = one.get("schema", {})
    text = one.get("description") or of.get("description", "")
    return FieldLine(one["name"], _kind(schema, of), bool(one.get("required")), text, _example(of))


def _fields(schema: dict[str, Any], body: dict[str, Any]) -> Iterator[FieldLine]:
    known = _resolved(schema, body)
    required = set(known.get("required", ()))
    for name, of in known.get("properties", {}).items():
        full = {**_resolved(schema, of), **of}
        yield FieldLine(
            name, _kind(schema, of), name in required, full.get("description", ""), _example(full)
        )


def _resolved(schema: dict[str, Any], of: dict[str, Any]) -> dict[str, Any]:
    if "$ref" not in of:
        return of
    found: dict[str, Any] = schema["components"]["schemas"][of["$ref"].rsplit("/", 1)[-1]]
    return found


def _kind(schema: dict[str, Any], of: dict[str, Any]) -> str:
    known = _resolved(schema, of)
    if "anyOf" in known or "oneOf" in known:
        kinds = [_kind(schema, one) for one in known.get("anyOf") or known.get("oneOf", ())]
        return " of ".join(dict.fromkeys(kinds))
    if known.get("type") == "array":
        return f"lijst van {_kind(schema, known.get('items', {}))}"
    if "enum" in known:
        return ", ".join(str(value) for value in known["enum"])
    words = {
        "string": "tekst",
        "integer": "geheel getal",
        "boolean": "true of false",
        "object": "object",
        "null": "leeg",
    }
    formats = {"date": "datum", "date-time": "moment", "uuid": "kenmerk (UUID)"}
    kind = str(known.get("type", ""))
    return formats.get(str(known.get("format", "")), words.get(kind, kind or "waarde"))


def _example(of: dict[str, Any]) -> str:
    examples = of.get("examples") or ([of["example"]] if "example" in of else [])
    return str(examples[0]) if examples else ""
