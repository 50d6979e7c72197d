"""The frozen inputs of a run: canonical JSON that settles again to the same lines, byte for byte (data §5).

Keys sorted, no spaces, NFC, whole numbers and "n/d"; lists in the order of their keys. What a value may be
follows from the dataclasses of `inputs`; anything else in a file is refused with the place where it stands.
"""

import json
import types
import typing
from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from fractions import Fraction
from hashlib import sha256
from typing import Any

from app.features.settlement.core.facts import in_order
from app.features.settlement.core.inputs import Inputs
from app.features.settlement.core.result import Line, Settlement
from app.kernel.canonical import canonical

FORMAT_VERSION = 1


class UnreadableSnapshot(ValueError):
    """A file that is no snapshot of this format; `where` is the path to what is wrong."""

    def __init__(self, where: str, message: str) -> None:
        super().__init__(f"{where or 'bestand'}: {message}")
        self.where = where
        self.message = message


def to_snapshot(inputs: Inputs) -> bytes:
    """The body of the snapshot."""
    return canonical({"format_version": FORMAT_VERSION, "inputs": _encode(in_order(inputs))})


def digest_of(body: bytes) -> str:
    """The SHA-256 of a body, as hexadecimal text."""
    return sha256(body).hexdigest()


def from_snapshot(body: bytes) -> Inputs:
    """The inputs of a body; `UnreadableSnapshot` names the place of the first thing that is wrong."""
    try:
        content = json.loads(body, parse_float=_refuse_float, parse_constant=_refuse_float)
    except (UnicodeDecodeError, json.JSONDecodeError) as error:
        raise UnreadableSnapshot("", f"dit is geen JSON ({error}).") from error
    if not isinstance(content, dict) or content.keys() != {"format_version", "inputs"}:
        raise UnreadableSnapshot("", "verwacht precies format_version en inputs.")
    if content["format_version"] != FORMAT_VERSION:
        raise UnreadableSnapshot(
            "format_version", f"versie {content['format_version']!r} is onbekend; verwacht 1."
        )
    decoded = _decode(Inputs, content["inputs"], "inputs")
    assert isinstance(decoded, Inputs)
    return in_order(decoded)


def lines_body(settlement: Settlement) -> bytes:
    """The lines as canonical bytes: what "the same lines" means."""
    return canonical([_line(line) for line in settlement.lines])


def _line(line: Line) -> dict[str, object]:
    shown = {field.name: getattr(line, field.name) for field in fields(line) if field.name != "derivation"}
    return {name: _encode(value) for name, value in shown.items()}


def _refuse_float(text: str) -> Any:
    raise UnreadableSnapshot(
        "", f'{text} is geen heel getal; schrijf een breuk als tekst, bijvoorbeeld "1/3".'
    )


def _encode(value: object) -> object:
    if is_dataclass(value):
        return {field.name: _encode(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, tuple):
        return [_encode(item) for item in value]
    return value


def _decode(kind: Any, value: object, where: str) -> object:
    """A value of the declared type, strictly; `where` is the path for messages."""
    if isinstance(kind, types.UnionType):
        return _decode_optional(kind, value, where)
    if typing.get_origin(kind) is tuple:
        if not isinstance(value, list):
            raise UnreadableSnapshot(where, "verwacht een lijst.")
        item = typing.get_args(kind)[0]
        return tuple(_decode(item, found, f"{where}[{place}]") for place, found in enumerate(value))
    if is_dataclass(kind):
        return _decode_row(kind, value, where)
    return _decode_plain(kind, value, where)


def _decode_optional(kind: types.UnionType, value: object, where: str) -> object:
    if value is None:
        return None
    (inner,) = (part for part in typing.get_args(kind) if part is not type(None))
    return _decode(inner, value, where)


def _decode_row(kind: Any, value: object, where: str) -> object:
    if not isinstance(value, dict):
        raise UnreadableSnapshot(where, "verwacht een object.")
    hints = _hints(kind)
    unknown = sorted(value.keys() - hints.keys())
    if unknown:
        raise UnreadableSnapshot(f"{where}.{unknown[0]}", "dit veld is onbekend.")
    needed = {
        field.name for field in fields(kind) if field.default is MISSING and field.default_factory is MISSING
    }
    missing = sorted(needed - value.keys())
    if missing:
        raise UnreadableSnapshot(f"{where}.{missing[0]}", "dit veld ontbreekt.")
    found = {name: _decode(hints[name], item, f"{where}.{name}") for name, item in value.items()}
    try:
        return kind(**found)
    except ValueError as error:
        raise UnreadableSnapshot(where, f"{error}.") from error


_KNOWN_HINTS: dict[type, Mapping[str, Any]] = {}


def _hints(kind: type) -> Mapping[str, Any]:
    if kind not in _KNOWN_HINTS:
        _KNOWN_HINTS[kind] = typing.get_type_hints(kind)
    return _KNOWN_HINTS[kind]


def _decode_plain(kind: Any, value: object, where: str) -> object:
    if kind is Fraction:
        return _decode_fraction(value, where)
    if kind in (int, bool):
        if type(value) is not kind:
            raise UnreadableSnapshot(
                where, "verwacht een heel getal." if kind is int else "verwacht true of false."
            )
        return value
    if not isinstance(value, str):
        raise UnreadableSnapshot(where, "verwacht tekst.")
    if kind is str:
        return value
    try:
        if kind in (date, datetime):
            found: object = kind.fromisoformat(value)
        elif issubclass(kind, Enum):
            found = kind(value)
        else:
            raise TypeError(f"no decoding of {kind}")
    except ValueError as error:
        raise UnreadableSnapshot(where, f"{value!r} kan hier niet staan.") from error
    return found


def _decode_fraction(value: object, where: str) -> Fraction:
    if type(value) is int:
        return Fraction(value)
    above, slash, below = value.partition("/") if isinstance(value, str) else ("", "", "")
    if not slash or not above.removeprefix("-").isdecimal() or not below.isdecimal() or int(below) == 0:
        raise UnreadableSnapshot(
            where, 'verwacht een breuk als tekst, bijvoorbeeld "1/3", of een heel getal.'
        )
    return Fraction(int(above), int(below))
