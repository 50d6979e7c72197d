"""Canonical JSON: one text for one value, so that its digest can be compared (data §5, §7).

Keys sorted, no spaces, NFC, integers only; a float is refused because its text is not stable.
"""

import hashlib
import json
import unicodedata
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from fractions import Fraction
from typing import Any


def canonical(value: object) -> bytes:
    """The canonical JSON of a value, as UTF-8.

    >>> canonical({"b": Fraction(1, 3), "a": date(2026, 1, 1)})
    b'{"a":"2026-01-01","b":"1/3"}'
    """
    return written(_plain(value))


def written(plain: object) -> bytes:
    """The same of a value that is plain JSON already: text, whole numbers, yes, no, nothing, lists, objects."""
    text = json.dumps(plain, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return unicodedata.normalize("NFC", text).encode()


def digest(value: object) -> bytes:
    """SHA-256 of the canonical JSON."""
    return hashlib.sha256(canonical(value)).digest()


def _plain(value: object) -> Any:
    match value:
        case float():
            raise TypeError("a float has no canonical text; use an integer or a Fraction")
        case Enum():
            return _plain(value.value)
        case None | bool() | int() | str():
            return value
        case Fraction():
            return f"{value.numerator}/{value.denominator}"
        case bytes() | bytearray() | memoryview():
            return bytes(value).hex()
        case date():
            return value.isoformat()
        case Mapping():
            return {str(key): _plain(item) for key, item in value.items()}
        case frozenset() | set():
            return sorted(_plain(item) for item in value)
        case list() | tuple():
            return [_plain(item) for item in value]
        case _:
            return _record(value) if is_dataclass(value) else str(value)


def _record(value: Any) -> Any:
    return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
