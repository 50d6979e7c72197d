"""The frozen inputs of a run: canonical JSON that settles again to the same lines, byte for byte (data §5).

Keys sorted, no spaces, NFC, whole numbers and "n/d"; lists in the order of their keys. What a value may be
follows from the dataclasses of `inputs`; anything else in a file is refused with the place where it stands.
"""

import json
from dataclasses import fields
from hashlib import sha256
from io import BytesIO
from typing import Any
from unicodedata import normalize

from app.features.settlement.core.coding import Misfit, row_in, row_out
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
    body = BytesIO()
    body.write(b'{"format_version":%d,"inputs":' % FORMAT_VERSION)
    for piece in row_out(
        in_order(inputs)
    ):  # each begins with a mark of JSON: NFC would join nothing across them
        body.write(normalize("NFC", piece).encode())
    body.write(b"}")
    return body.getvalue()


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
    try:
        decoded = row_in(Inputs, content["inputs"])
    except Misfit as misfit:
        raise UnreadableSnapshot(f"inputs{misfit.where}", misfit.message) from misfit
    assert isinstance(decoded, Inputs)
    return in_order(decoded)


def lines_body(settlement: Settlement) -> bytes:
    """The lines as canonical bytes: what "the same lines" means."""
    return canonical([_line(line) for line in settlement.lines])


def _line(line: Line) -> dict[str, object]:
    return {field.name: getattr(line, field.name) for field in fields(line) if field.name != "derivation"}


def _refuse_float(text: str) -> Any:
    raise UnreadableSnapshot(
        "", f'{text} is geen heel getal; schrijf een breuk als tekst, bijvoorbeeld "1/3".'
    )
