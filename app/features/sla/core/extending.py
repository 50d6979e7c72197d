"""How far a law lets one of its own periods be extended (verdaging): once, by so much, under this article.

A list of what centres meet, each with its source; a law that is not here allows none that this system knows of.
Further delay with everybody's consent (Awb 7:10 par. 4) is no extension: it has no bound.
"""

import re
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Final

from app.features.sla.core.statutory import LawPeriod, LawUnit


@dataclass(frozen=True, slots=True)
class Allowance:
    """The period of `law` may be extended under `article`, by at most so much; None: by a reasonable time."""

    law: str
    article: str
    at_most: LawPeriod | None

    def holds(self, wanted: LawPeriod, end_on: date) -> bool:
        """Whether an extension from that last day on stays within it.

        >>> six_weeks = Allowance("Awb 7:10", "Awb 7:10 lid 3", LawPeriod(6, LawUnit.WEEKS))
        >>> [six_weeks.holds(LawPeriod(days, LawUnit.DAYS), date(2026, 5, 8)) for days in (42, 43)]
        [True, False]
        """
        return self.at_most is None or wanted.after(end_on) <= self.at_most.after(end_on)

    def __str__(self) -> str:
        length = "een redelijke termijn" if self.at_most is None else f"ten hoogste {self.at_most}"
        return f"{length} ({self.article})"


ALLOWANCES: Final = (
    # Algemene wet bestuursrecht (BWBR0005537).
    Allowance("Awb 3:18", "Awb 3:18 lid 2", None),
    Allowance("Awb 4:13", "Awb 4:14 lid 3", None),
    Allowance("Awb 7:10", "Awb 7:10 lid 3", LawPeriod(6, LawUnit.WEEKS)),
    Allowance("Awb 7:24", "Awb 7:24 lid 4", LawPeriod(10, LawUnit.WEEKS)),
    Allowance("Awb 7:24 lid 2", "Awb 7:24 lid 5", LawPeriod(6, LawUnit.WEEKS)),
    Allowance("Awb 9:11", "Awb 9:11 lid 2", LawPeriod(4, LawUnit.WEEKS)),
    # Wet open overheid (BWBR0045754).
    Allowance("Woo 4.4", "Woo 4.4 lid 2", LawPeriod(2, LawUnit.WEEKS)),
    # Omgevingswet (BWBR0037885).
    Allowance("Omgevingswet 16.64", "Omgevingswet 16.64 lid 2", LawPeriod(6, LawUnit.WEEKS)),
    # Regulation (EU) 2016/679.
    Allowance("AVG 12", "AVG 12 lid 3", LawPeriod(2, LawUnit.MONTHS)),
)
"""Which periods may be extended, as the laws stood on 1 January 2026."""
_NAMES: Final = MappingProxyType(
    {
        "algemene wet bestuursrecht": "awb",
        "wet open overheid": "woo",
        "omgevingswet": "ow",
        "algemene verordening gegevensbescherming": "avg",
    }
)
_ORDINALS: Final = MappingProxyType(
    {"eerste": "1", "tweede": "2", "derde": "3", "vierde": "4", "vijfde": "5"}
)
_CITED: Final = re.compile(
    r"\b(?P<law>awb|woo|ow|avg)\b\D*(?P<article>\d+(?:[:.]\d+)?)(?:\D*\blid (?P<par>\d+)|[ ,]+(?P<nth>\w+) lid)?"
)


def allowance_of(law: str) -> Allowance | None:
    """How the period of this law may be extended; None when the list says nothing of it.

    >>> [str(allowance_of(law)) for law in ("Awb art. 7:10, eerste lid", "Wet open overheid, artikel 4.4")]
    ['ten hoogste 6 weken (Awb 7:10 lid 3)', 'ten hoogste 2 weken (Woo 4.4 lid 2)']
    >>> allowance_of("Awb 7:24 lid 2").article, allowance_of("Awb 7:24").article, allowance_of("Awb 6:7")
    ('Awb 7:24 lid 5', 'Awb 7:24 lid 4', None)
    """
    cited = _cited(law)
    if cited is None:
        return None
    known = {_cited(one.law): one for one in ALLOWANCES}
    return known.get(cited) or known.get((*cited[:2], ""))


def _cited(law: str) -> tuple[str, str, str] | None:
    """Law, article and paragraph ("" when none) of a citation."""
    text = law.lower()
    for name, short in _NAMES.items():
        text = text.replace(name, short)
    found = _CITED.search(text)
    if found is None:
        return None
    paragraph = found["par"] or _ORDINALS.get(found["nth"] or "", "")
    return found["law"], found["article"].replace(".", ":"), paragraph
