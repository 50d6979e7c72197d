"""Rows of `inputs` to canonical JSON, and back from its plain values, strictly by the types of the dataclasses.

A snapshot holds tens of thousands of rows of a few kinds, so rows of one kind are coded field by field, all at
once: a day or a share that stands in many rows is coded once. They are written as text straight away: as plain
values they would take several times the room. What does not fit when it is read is then looked for row by row,
to name its place. Knows nothing of what the rows mean.
"""

import types
import typing
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import MISSING, dataclass, fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from fractions import Fraction
from functools import partial
from itertools import chain, islice
from json.encoder import encode_basestring
from operator import attrgetter, itemgetter
from typing import Any

Column = Sequence[Any]
Coder = Callable[[Column], Column]
"""From the values of one field to others, as many and in that order."""


class Misfit(ValueError):
    """A value that is not of the declared type; `where` is the path to it from the value that was read."""

    def __init__(self, message: str, where: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.where = where

    def within(self, step: str) -> "Misfit":
        """The same, seen from one step further out."""
        return Misfit(self.message, step + self.where)


@dataclass(frozen=True, slots=True)
class Kind:
    """What is known of a dataclass: its fields in order, which are needed, and how each is written and read.

    `writers` stand in the order of their names, as canonical JSON has them; `joined` makes an object of a row.
    """

    names: tuple[str, ...]
    needed: frozenset[str]
    writers: Mapping[str, Coder]
    readers: Mapping[str, Coder]
    joined: Callable[..., str]


_KINDS: dict[Any, Kind] = {}


def _known(kind: Any) -> Kind:
    if kind not in _KINDS:
        hints, found = typing.get_type_hints(kind), fields(kind)
        names = tuple(field.name for field in found)
        needed = (
            field.name for field in found if field.default is MISSING and field.default_factory is MISSING
        )
        writers = {name: _writer(hints[name]) for name in sorted(names)}
        readers = {name: _reader(hints[name]) for name in names}
        members = ",".join(f'"{name}":{{}}' for name in writers)
        _KINDS[kind] = Kind(names, frozenset(needed), writers, readers, f"{{{{{members}}}}}".format)
    return _KINDS[kind]


_AT_ONCE = 1_000


def row_out(row: Any) -> Iterator[str]:
    """A row as a canonical JSON object, in pieces: of its lists a thousand rows at a time."""
    before = "{"
    for name, writer in _known(type(row)).writers.items():
        value = getattr(row, name)
        yield f'{before}"{name}":'
        before = ","
        if isinstance(value, tuple):
            yield "["
            for start in range(0, len(value), _AT_ONCE):
                yield ("," if start else "") + ",".join(_rows_out(value[start : start + _AT_ONCE]))
            yield "]"
        else:
            yield from writer((value,))
    yield "}"


def _rows_out(rows: Column) -> list[str]:
    """Rows of one kind as canonical JSON objects."""
    if not rows:
        return []
    kind = _known(type(rows[0]))
    columns = (writer(list(map(attrgetter(name), rows))) for name, writer in kind.writers.items())
    return list(map(kind.joined, *columns))


def row_in(kind: Any, value: object) -> Any:
    """The row of that kind from a JSON object; `Misfit` says what does not fit, and where."""
    if not isinstance(value, dict):
        raise Misfit("verwacht een object.")
    known = _known(kind)
    _check_names(known, value)
    found = {}
    for name, item in value.items():
        try:
            (found[name],) = known.readers[name]((item,))
        except Misfit as misfit:
            raise misfit.within(f".{name}") from misfit
    try:
        return kind(**found)
    except ValueError as error:
        raise Misfit(f"{error}.") from error


def _check_names(kind: Kind, value: Mapping[str, object]) -> None:
    unknown = sorted(value.keys() - kind.readers.keys())
    if unknown:
        raise Misfit("dit veld is onbekend.", f".{unknown[0]}")
    missing = sorted(kind.needed - value.keys())
    if missing:
        raise Misfit("dit veld ontbreekt.", f".{missing[0]}")


def _rows_in(kind: Any, value: list[Any]) -> list[Any]:
    """The rows of a list; one by one when they are not all complete and right."""
    known = _known(kind)
    if set(map(type, value)) == {dict} and set(map(len, value)) == {len(known.names)}:
        try:
            columns = (known.readers[name](list(map(itemgetter(name), value))) for name in known.names)
            return list(map(kind, *columns))
        except (KeyError, ValueError):
            pass
    found: list[Any] = []
    try:
        found.extend(row_in(kind, item) for item in value)
    except Misfit as misfit:
        raise misfit.within(f"[{len(found)}]") from misfit
    return found


def _writer(kind: Any) -> Coder:
    if isinstance(kind, types.UnionType):
        return partial(_where_there_is, _writer(_inner(kind)), "null")
    if typing.get_origin(kind) is tuple:
        return partial(_lists, _rows_out, lambda parts: f"[{','.join(parts)}]")
    if is_dataclass(kind):
        return _rows_out
    if kind is str:
        return partial(_each, encode_basestring)
    if kind is bool:
        return partial(_each, {False: "false", True: "true"}.__getitem__)
    if kind is int:
        return partial(_each, int.__repr__)
    if kind is Fraction:
        return partial(_each, lambda value: '"{}/{}"'.format(*value.as_integer_ratio()))
    if issubclass(kind, Enum):
        return partial(_each_once, lambda value: encode_basestring(value.value))
    if kind in (date, datetime):
        return partial(_each_once, lambda value: f'"{value.isoformat()}"')
    raise TypeError(f"no coding of {kind}")


def _reader(kind: Any) -> Coder:
    if isinstance(kind, types.UnionType):
        return partial(_where_there_is, _reader(_inner(kind)), None)
    if typing.get_origin(kind) is tuple:
        return partial(_lists_in, typing.get_args(kind)[0])
    if is_dataclass(kind):
        return partial(_each, partial(row_in, kind))
    if kind is Fraction:
        return _fractions_in
    if kind in (int, bool, str):
        return partial(_exactly, kind)
    return partial(_from_text, kind if issubclass(kind, Enum) else kind.fromisoformat)


def _inner(kind: types.UnionType) -> Any:
    (inner,) = (part for part in typing.get_args(kind) if part is not type(None))
    return inner


def _each(code: Callable[[Any], Any], column: Column) -> Column:
    """Every value by itself."""
    return list(map(code, column))


def _each_once(code: Callable[[Any], Any], column: Column) -> Column:
    """Equal values are coded once."""
    return list(map({value: code(value) for value in set(column)}.__getitem__, column))


def _where_there_is(code: Coder, nothing: str | None, column: Column) -> Column:
    coded = iter(code([value for value in column if value is not None]))
    return [nothing if value is None else next(coded) for value in column]


def _lists(code: Coder, kind: Callable[[Iterator[Any]], Any], column: Column) -> Column:
    """The lists of many rows as one, coded, and cut up again."""
    rows = iter(code(list(chain.from_iterable(column))))
    return [kind(islice(rows, len(values))) for values in column]


def _lists_in(kind: Any, column: Column) -> Column:
    if not all(isinstance(value, list) for value in column):
        raise Misfit("verwacht een lijst.")
    return _lists(partial(_rows_in, kind), tuple, column)


_EXPECTED = {int: "verwacht een heel getal.", bool: "verwacht true of false.", str: "verwacht tekst."}


def _exactly(kind: type, column: Column) -> Column:
    if not set(map(type, column)) <= {kind}:
        raise Misfit(_EXPECTED[kind])
    return column


def _from_text(read: Callable[[str], object], column: Column) -> Column:
    def one(value: str) -> object:
        try:
            return read(value)
        except ValueError as error:
            raise Misfit(f"{value!r} kan hier niet staan.") from error

    return _each_once(one, _exactly(str, column))


def _fractions_in(column: Column) -> Column:
    if not set(map(type, column)) <= {int, str}:
        raise Misfit(_NO_FRACTION)
    return _each_once(_fraction_in, column)


_NO_FRACTION = 'verwacht een breuk als tekst, bijvoorbeeld "1/3", of een heel getal.'


def _fraction_in(value: int | str) -> Fraction:
    if isinstance(value, int):
        return Fraction(value)
    above, slash, below = value.partition("/")
    if not slash or not above.removeprefix("-").isdecimal() or not below.isdecimal() or int(below) == 0:
        raise Misfit(_NO_FRACTION)
    return Fraction(int(above), int(below))
