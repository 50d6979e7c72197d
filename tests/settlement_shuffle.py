"""The same settlement inputs with every list in another order."""

from dataclasses import fields, replace
from random import Random
from typing import Any

from app.features.settlement.core.inputs import Inputs


def shuffled(inputs: Inputs, chance: Random) -> Inputs:
    """All rows, and the lists inside rows, in an order of chance."""
    lists: dict[str, Any] = {name: _mixed(rows, chance) for name, rows in _lists(inputs).items()}
    return replace(inputs, **lists)


def _mixed(rows: tuple[Any, ...], chance: Random) -> tuple[Any, ...]:
    mixed = [
        replace(row, **{name: _mixed(inner, chance) for name, inner in _lists(row).items()}) for row in rows
    ]
    chance.shuffle(mixed)
    return tuple(mixed)


def _lists(row: Any) -> dict[str, Any]:
    return {
        field.name: value for field in fields(row) if isinstance(value := getattr(row, field.name), tuple)
    }
