"""The JSON Schema of a snapshot, made from the dataclasses of `inputs`, so that it cannot differ from what is read.

`docs/vastlegging.schema.json` is this, written out; a test compares them.
"""

import types
import typing
from dataclasses import MISSING, fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from fractions import Fraction
from typing import Any

from app.features.settlement.core.inputs import Inputs
from app.features.settlement.core.snapshot import FORMAT_VERSION

FRACTION = {"anyOf": [{"type": "integer"}, {"type": "string", "pattern": "^-?[0-9]+/[0-9]+$"}]}


def snapshot_schema() -> dict[str, Any]:
    """The schema of format version 1."""
    found: dict[str, Any] = {}
    top = _of(Inputs, found)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Vastlegging van een afrekening",
        "type": "object",
        "additionalProperties": False,
        "required": ["format_version", "inputs"],
        "properties": {"format_version": {"const": FORMAT_VERSION}, "inputs": top},
        "$defs": dict(sorted(found.items())),
    }


def _of(kind: Any, found: dict[str, Any]) -> dict[str, Any]:
    if isinstance(kind, types.UnionType):
        (inner,) = (part for part in typing.get_args(kind) if part is not type(None))
        return {"anyOf": [_of(inner, found), {"type": "null"}]}
    if typing.get_origin(kind) is tuple:
        return {"type": "array", "items": _of(typing.get_args(kind)[0], found)}
    if is_dataclass(kind):
        return _row(kind, found)
    if kind is Fraction:
        return dict(FRACTION)
    plain = {bool: "boolean", int: "integer", str: "string"}.get(kind)
    if plain:
        return {"type": plain}
    if kind in (date, datetime):
        return {"type": "string", "format": "date" if kind is date else "date-time"}
    if issubclass(kind, Enum):
        return {"enum": [member.value for member in kind]}
    raise TypeError(f"no schema for {kind}")


def _row(kind: Any, found: dict[str, Any]) -> dict[str, Any]:
    name = kind.__name__
    if name not in found:
        found[name] = {}
        hints = typing.get_type_hints(kind)
        found[name] = {
            "type": "object",
            "description": (kind.__doc__ or "").strip().splitlines()[0],
            "additionalProperties": False,
            "required": [
                field.name
                for field in fields(kind)
                if field.default is MISSING and field.default_factory is MISSING
            ],
            "properties": {field.name: _of(hints[field.name], found) for field in fields(kind)},
        }
    return {"$ref": f"#/$defs/{name}"}
