"""A price that was wrong, corrected: what a correction settlement would move by it is said before it is saved.

Days that are settled finally keep the lines that they were settled by. The right price is known from now on, as late
hours are: a correction settlement brings the difference (settlement.md 6, 28), and periods that are not final yet
are reckoned with it.
"""

from collections.abc import Iterator
from datetime import date

from app.features.hours.service import pricing
from app.features.partnership.core.prices import ONE_DAY, PriceCorrection
from app.features.partnership.core.rows import TariffRow, Term
from app.features.partnership.core.words import TariffKind
from app.features.partnership.service import changing as kept
from app.features.partnership.service import prices
from app.features.partnership.service.prices import Checked, Correcting
from app.features.settlement.core import agreed_words as words
from app.features.settlement.core.errors import SettlementError, Unsettled
from app.features.settlement.core.run import Run, RunKind, RunState
from app.features.settlement.core.touching import Preview, Shift, about, run_sentences
from app.features.settlement.service.year import differences
from app.features.settlement.store import touching as store
from app.infra.db import UnitOfWork
from app.kernel.dutch import count, hours, listing
from app.kernel.roles import Permission


def preview(work: UnitOfWork, asked: Correcting) -> Preview:
    """What a correction says and touches: which settlements, and what each partner would pay more or less."""
    checked = prices.check_correction(work, asked)
    row, made = checked.version.row, checked.correction
    area = checked.names.areas[row.area].id
    runs = store.find_runs(work.session, work.actor, made.term.first_on, made.term.last_on, [area])
    shifts: list[Shift] = []
    said = [*_prices_now(checked), *run_sentences(runs)]
    for run in runs:
        if run.kind is RunKind.SETTLEMENT and run.state is RunState.FINAL:
            moved, cannot = _shifts(work, run, made)
            shifts += moved
            said += cannot if cannot or moved else [f"Over {about(run.period)} verschuift er niets."]
    before = [one for one in checked.known if one.term.overlaps(made.term)]
    if shifts and before:
        said.append("Wat hieronder verschuift, komt bovenop de eerdere correctie van deze dagen.")
    said += _open(work, checked, store.find_settled_until(work.session, work.actor, area))
    return Preview("Prijs corrigeren", _facts(checked), tuple(said), shifts=tuple(shifts))


def correct(work: UnitOfWork, asked: Correcting) -> PriceCorrection:
    """Say the right price beside the wrong one, and let open hours follow."""
    work.actor.require(Permission.EDIT_PARTNERSHIP)
    found, _ = kept.get_row(work, "tariffs", asked.tariff_id)
    kept.hold(work, found.row.area)
    made = prices.add_correction(work, asked)
    pricing.reprice(work, made.term.first_on, made.term.last_on)
    return made


def _facts(checked: Checked) -> words.Facts:
    made, row = checked.correction, checked.version.row
    facts = dict(words.tariff_facts(_with(row, made), checked.names))
    before = listing(list(dict.fromkeys(words.priced(one) for one in prices.prices_on(checked))))
    corrected = any(one.term.overlaps(made.term) for one in checked.known)
    was = "Was, na de eerdere correctie" if corrected else "Was"
    return (*facts.items(), (was, before), ("Reden", made.reason))


def _with(row: TariffRow, made: PriceCorrection) -> TariffRow:
    return TariffRow(row.area, row.kind, row.of, row.name, made.price_cents, made.term)


def _prices_now(checked: Checked) -> list[str]:
    """What the days cost until now, where that is not one price."""
    found = prices.prices_on(checked)
    if len(found) < 2:
        return []
    return [f"{words.priced(one)} geldt nu {words.holds(one.term)}." for one in found]


def _shifts(work: UnitOfWork, run: Run, made: PriceCorrection) -> tuple[list[Shift], list[str]]:
    """What this price alone moves in a final settlement, per partner; or why that cannot be reckoned yet."""
    try:
        without, then = (differences(work, run.id, proposed) for proposed in (None, made))
    except Unsettled as error:
        return [], [_cannot(run, one) for one in error.errors]
    if then.errors:
        return [], [_cannot(run, one) for one in then.errors]
    cents: dict[str, int] = {}
    for sign, attempt in ((-1, without), (1, then)):
        for moved in attempt.settlement.moved:
            cents[moved.organisation] = cents.get(moved.organisation, 0) + sign * moved.difference_cents
    names = then.settlement.organisations
    found = [Shift(run.period, code, names[code], amount) for code, amount in sorted(cents.items()) if amount]
    return found, []


def _cannot(run: Run, error: SettlementError) -> str:
    return f"Wat over {about(run.period)} verschuift, kan nog niet worden berekend. {error.message}"


def _open(work: UnitOfWork, checked: Checked, settled_until: date | None) -> Iterator[str]:
    """What follows at once: days that no final settlement has used, and hours that nobody approved yet."""
    row, made = checked.version.row, checked.correction
    last_on = made.term.last_on
    if settled_until is None or last_on is None or last_on > settled_until:
        since = made.term.first_on
        if settled_until is not None and settled_until >= since:
            since = settled_until + ONE_DAY
        days = words.holds(Term(since, last_on))
        yield f"Dagen {days} zijn nog niet definitief afgerekend en rekenen met deze prijs."
    if row.kind is TariffKind.HOUR:
        area = checked.names.areas[row.area].id
        found = pricing.priced(work, area, row.of, checked.version.id, made.term.first_on, last_on)
        if found.open_minutes:
            of = count(found.open_assignments, "opdracht", "opdrachten")
            yield f"{hours(found.open_minutes)} uren op {of} zijn nog niet goedgekeurd en krijgen deze prijs."
