"""What a kind of statistic may be called."""

import re
from collections.abc import Iterable

from app.features.partnership.core.rows import StatisticKindRow
from app.kernel.errors import Finding
from app.kernel.glossary import statistic_word, wire

_CODE = re.compile(r"[a-z][a-z0-9_-]{0,40}")


def kind_row_faults(row: StatisticKindRow, others: Iterable[StatisticKindRow]) -> list[Finding]:
    """What is wrong with a kind beside those that are there, a finding per field of the wire.

    >>> [one.field for one in kind_row_faults(StatisticKindRow("WOZ", ""), [])]
    ['code', 'naam']
    >>> known = StatisticKindRow("woz", "WOZ-objecten")
    >>> [one.message for one in kind_row_faults(StatisticKindRow("woz", "WOZ"), [known])]
    ['Soort woz is er al (WOZ-objecten). Kies een andere code.']
    """
    found = []
    known = {one.code: one.name for one in others}
    if not _CODE.fullmatch(row.code):
        message = "Een code heeft kleine letters, cijfers en streepjes, zoals woz-objecten."
        found.append(Finding(wire("code"), message))
    elif row.code in known:
        message = f"Soort {statistic_word(row.code)} is er al ({known[row.code]}). Kies een andere code."
        found.append(Finding(wire("code"), message))
    if not row.name.strip():
        found.append(Finding(wire("name"), "Geef de soort een naam, zoals WOZ-objecten."))
    if row.term.last_on is not None and row.term.last_on < row.term.first_on:
        found.append(Finding(wire("valid_until"), "De laatste dag ligt vóór de eerste. Draai ze om."))
    return found
