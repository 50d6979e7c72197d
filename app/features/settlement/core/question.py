"""What an explanation answers: the question as a title, and the answer in a few words for who reads no further."""

from collections.abc import Sequence

from app.features.settlement.core.result import AreaResult, Line, LineKind
from app.features.settlement.core.run import RunKind
from app.features.settlement.core.wording import in_sentence
from app.kernel.dutch import euro, listing


def question(area: AreaResult, lines: Sequence[Line], name: str, cents: int, *, is_line: bool) -> str:
    """The question: of the costs of an area when there are no lines, of one line, or of what `name` pays for it."""
    if not lines:
        return f"Wat kostte {area.area.name}?"
    if is_line:
        return f"Hoe komt “{lines[0].text}” op {euro(cents)}?"
    if cents < 0:
        return f"Waarom krijgt {name} {euro(-cents)} terug?"
    if lines[0].is_own_share:
        return f"Waarom draagt {name} zelf {euro(cents)}?"
    return f"Waarom betaalt {name} {euro(cents)}?"


def answer(kind: RunKind, area: AreaResult, lines: Sequence[Line], name: str) -> str:
    """The whole explanation in a few words."""
    if kind is RunKind.CORRECTION and lines:
        return _corrected(area, lines, name)
    if kind is RunKind.CORRECTION:
        return f"Wat later bekend werd verandert de kosten van {area.area.name} met {euro(area.costs_cents)}."
    if kind is RunKind.ADVANCE:
        return f"Het voorschot voor {area.area.name} is samen {euro(area.costs_cents)}."
    text = f"{area.area.name} kostte {euro(area.costs_cents)}."
    if area.key and lines:
        is_tariff = any(line.kind is LineKind.TARIFF for line in lines)
        way = "Afgerekend wordt" if is_tariff else "De verdeling gaat naar"
        text += f" {way} {listing(area.key)}."
    shares = [line for line in lines if line.kind is LineKind.SHARE and not line.detail.startswith("1 van")]
    if shares:
        details = [line.detail.replace(" van ", " van de ", 1) for line in shares]
        text += f" {name} heeft {listing(details)}."
    tariffs = [line.detail for line in lines if line.kind is LineKind.TARIFF]
    if tariffs:
        text += f" {name} betaalt {listing(tariffs)}."
    return text


def _corrected(area: AreaResult, lines: Sequence[Line], name: str) -> str:
    """What a correction moves for one who pays, and what of it was and becomes how much."""
    cents = sum(line.amount_cents for line in lines)
    more = f"{euro(abs(cents))} {'meer' if cents > 0 else 'minder'}" if cents else "evenveel als eerst"
    moved = [f"{in_sentence(line.text)} {line.detail}" for line in lines if line.detail.startswith("was ")]
    told = f": {'; '.join(moved)}" if moved else ""
    return f"Door wat later bekend werd betaalt {name} voor {area.area.name} {more}{told}."
