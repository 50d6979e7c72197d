"""What is told of a year of a path, and what a partner says of its own amount in the baseline."""

from dataclasses import dataclass

from app.features.settlement.core.baseline_checks import fact_faults
from app.features.settlement.core.baseline_rows import FactKind, FactRow, KeptFact, Version
from app.features.settlement.core.run import Answer
from app.features.settlement.core.touching import Preview
from app.features.settlement.service.baselines.reading import around_of, get_versions, missing
from app.features.settlement.service.reckoning import key_of
from app.features.settlement.store import baselines as store
from app.features.settlement.store import runs
from app.infra.db import UnitOfWork
from app.kernel.dutch import euro
from app.kernel.errors import Finding, Invalid, NotFound, Refused
from app.kernel.roles import Permission

FACT_LABELS = {
    FactKind.PAID: "Betaald buiten de afrekeningen",
    FactKind.GAIN: "Voordeel naast lagere kosten",
}
"""What a fact is called on screen."""


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a fact goes: the version it is judged by, and what it takes the place of."""

    version: Version
    earlier: KeptFact | None
    name: str


def preview_fact(work: UnitOfWork, code: str, row: FactRow) -> Preview:
    """What a fact says and touches; `Invalid` or `Refused` when it cannot be kept."""
    place = _placed(work, code, row)
    touches = [f"Het telt in {row.year} mee voor {place.name}, in nulmeting {place.version.row.title}."]
    if place.earlier is not None:
        was = place.earlier
        touches.append(f"Het vervangt {euro(was.row.amount_cents)} ({was.row.source}). Dat blijft te lezen.")
    if row.kind is FactKind.PAID:
        touches.append("Wordt het jaar hier geheel afgerekend, dan telt alleen de afrekening.")
    facts = (
        ("Wat", FACT_LABELS[row.kind]),
        ("Deelnemer", place.name),
        ("Jaar", str(row.year)),
        ("Bedrag", euro(row.amount_cents)),
        ("Omschrijving", row.what),
        ("Bron", row.source),
    )
    return Preview("Cijfer toevoegen", facts, tuple(touches))


def add_fact(work: UnitOfWork, code: str, row: FactRow) -> KeptFact:
    """Keep a fact; an earlier one of the same thing stays to be read."""
    place = _placed(work, code, row)
    organisations, _ = runs.ids_by_code(work.session, work.actor)
    fact_id = work.new_id()
    values = {
        "collaboration_id": work.actor.collaboration_id,
        "id": fact_id,
        "baseline_id": place.version.baseline_id,
        "kind": row.kind.value,
        "organisation_id": organisations[row.organisation],
        "year": row.year,
        "amount_cents": row.amount_cents,
        "description": row.what,
        "source": row.source,
        "recorded_at": work.now,
        "recorded_by": key_of(work.actor),
        "recorded_by_name": work.actor.name,
    }
    store.add_facts(work.session, [values])
    after = {
        "jaar": row.year,
        "organisatie": row.organisation,
        "bedragCenten": row.amount_cents,
        "wat": row.what,
    }
    work.record("nulmeting.cijfer", "baseline", place.version.baseline_id, None, after)
    return KeptFact(fact_id, row, work.now, work.actor.name)


def _placed(work: UnitOfWork, code: str, row: FactRow) -> _Place:
    work.actor.require(Permission.EDIT_PARTNERSHIP)
    version = get_versions(work, code)[0]
    found = fact_faults(row, version.row)
    if found:
        raise Invalid(found)
    around = around_of(work, version.row)
    if row.kind is FactKind.PAID and row.year in around.whole:
        raise Refused(
            f"{row.year} is hier geheel afgerekend: wat is betaald, staat al in de afrekeningen. Maak een "
            "correctie als dat niet klopt.",
            kind="jaar-afgerekend",
        )
    facts = store.find_facts(work.session, work.actor, [version.baseline_id])[version.baseline_id]
    earlier = next((one for one in facts if one.holds and one.row.key == row.key), None)
    return _Place(version, earlier, around.names[row.organisation])


def answer(work: UnitOfWork, code: str, organisation: str, given: Answer, remark: str = "") -> None:
    """A partner confirms its own amount in the latest version, or objects with a reason.

    `Refused` when it has no amount there, or said the same before.
    """
    work.actor.require(Permission.CONFIRM_FIGURES)
    organisations, _ = runs.ids_by_code(work.session, work.actor)
    if organisation not in organisations:
        raise NotFound("Deze organisatie")
    identity = organisations[organisation]
    work.actor.require(Permission.CONFIRM_FIGURES, organisation_ids=[identity])
    if given is Answer.OBJECTED and not remark.strip():
        raise Invalid([Finding("reden", "Schrijf wat er niet klopt, en wat het volgens u moet zijn.")])
    versions = store.find_versions(work.session, work.actor, code)
    if not versions:
        raise missing()
    version = versions[0]
    if all(one.organisation != organisation for one in version.row.spent):
        raise Refused("Van deze organisatie staat in de nulmeting geen bedrag.")
    answers = [
        one
        for one in store.find_answers(work.session, work.actor, [version.id])[version.id]
        if one.organisation == organisation
    ]
    if given is Answer.CONFIRMED and answers and answers[-1].answer is Answer.CONFIRMED:
        raise Refused("Het bedrag van deze organisatie is al bevestigd.")
    values = {
        "organisation_id": identity,
        "answer": given.value,
        "remark": remark.strip() or None,
        "answered_at": work.now,
        "answered_by_name": work.actor.name,
    }
    store.add_answer(work.session, work.actor, version.id, values)
    after = {"organisatie": organisation, "versie": version.seq, "reden": remark.strip() or None}
    if given is Answer.CONFIRMED:
        work.record("nulmeting.bevestigen", "baseline", version.baseline_id, None, after)
    else:
        work.record("nulmeting.bezwaar", "baseline", version.baseline_id, None, after)
