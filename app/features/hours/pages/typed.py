"""What was typed in the week: cells and notes as values, with findings at the cell; nothing typed is lost.

Fields: `u.<subject>.<day>` minutes of a cell, `n.<subject>.<day>` its note, `notitie-cel` and `notitie` a new
note. An empty cell is no hours.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from app.features.hours.core.saving import CellInput
from app.features.hours.core.week import Week
from app.kernel.errors import Finding, Invalid
from app.kernel.hours_text import NotATime, parse_hours


@dataclass(frozen=True, slots=True)
class Typed:
    """The form as it came in: cells that could be read, findings about those that could not."""

    cells: tuple[CellInput, ...]
    findings: tuple[Finding, ...]
    texts: Mapping[str, str]

    @property
    def keys(self) -> tuple[str, ...]:
        """The subjects that stood in the form."""
        return tuple(dict.fromkeys(_split(name)[0] for name in self.texts if name.startswith("u.")))


def read(form: Mapping[str, str], week: Week) -> Typed:
    """The cells of a posted week."""
    notes = {name[2:]: text.strip() for name, text in form.items() if name.startswith("n.")}
    added = form.get("notitie", "").strip()
    place = form.get("notitie-cel", "").removeprefix("u.")
    findings = []
    if added and not place:
        findings.append(Finding("notitie-cel", "Kies bij welke dag en welk werk de notitie hoort."))
    if added and place:
        if not form.get(f"u.{place}", "").strip():
            findings.append(Finding("notitie", "Bij deze dag staan geen uren. Vul eerst uren in."))
        notes[place] = added
    cells = []
    for name, text in form.items():
        key, day = _split(name) if name.startswith("u.") else ("", None)
        if day is None or day not in week or not text.strip():
            continue
        try:
            minutes = parse_hours(text)
        except NotATime as error:
            findings.append(Finding(name, f"{error.message} De cel telt nu niet mee."))
            continue
        cells.append(CellInput(name, key, day, minutes, notes.get(name[2:]) or None))
    texts = {name: text for name, text in form.items() if name.startswith(("u.", "n.")) or name == "notitie"}
    return Typed(tuple(cells), tuple(findings), texts)


def _split(name: str) -> tuple[str, date | None]:
    """Subject and day of the name of a field."""
    key, _, day = name[2:].rpartition(".")
    try:
        return key, date.fromisoformat(day)
    except ValueError:
        return key, None


def correction(fields: Mapping[str, str], week: Week) -> tuple[str, date, int, str]:
    """Subject, day, the total that it should be, and why; `Invalid` with every finding."""
    key, day = _split(f"u.{fields.get('correctie-cel', '')}")
    findings = []
    total = 0
    if day is None or day not in week:
        findings.append(Finding("correctie-cel", "Kies welke dag en welk werk u corrigeert."))
    try:
        total = parse_hours(fields.get("correctie-uren", ""))
    except NotATime as error:
        findings.append(Finding("correctie-uren", error.message))
    if findings or day is None:
        raise Invalid(findings)
    return key, day, total, fields.get("correctie-reden", "")
