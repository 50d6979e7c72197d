"""The rule in words, who confirmed the figures and who approved: the end of every paper of a settlement."""

from collections.abc import Sequence

from app.features.invoices.core.dossier import Confirmed, Dossier
from app.features.invoices.core.papers import Words
from app.features.invoices.core.tables import Column, Kind, Row, Table
from app.features.settlement.core.facts import Facts
from app.features.settlement.core.inputs import Policy
from app.features.settlement.core.words import policy_in_words
from app.kernel.dutch import plain_day, since

BY_SILENCE = "door stilte"


def rule_words(dossier: Dossier, code: str) -> Words:
    """The rule of an area as it was executed: since when it holds, where it was agreed, and its sentences."""
    area = dossier.area(code)
    policy = next((one for one in dossier.inputs.policies if one.area == code), None)
    if policy is None:
        return Words(area.area.name, "", ())
    agreed = f", en staat in {policy.agreement}" if policy.agreement else ""
    lead = f"De regel geldt {since(policy.term.first_on, policy.term.last_on)}{agreed}."
    return Words(area.area.name, lead, _sentences(dossier, policy))


def _sentences(dossier: Dossier, policy: Policy) -> tuple[str, ...]:
    """The policy in words with everything that decided an amount, VAT and staff on loan included."""
    inputs = dossier.inputs
    treatments = [
        row for row in inputs.vat_treatments if row.area == policy.area and row.term.within(inputs.period)
    ]
    lent = any(row.area == policy.area and row.term.within(inputs.period) for row in inputs.secondments)
    return tuple(policy_in_words(policy, Facts(inputs), treatments, lent))


def common_sentences(dossier: Dossier, codes: Sequence[str]) -> tuple[str, ...]:
    """The sentences that hold for all of several areas, in their order, to be printed once."""
    rules = [rule_words(dossier, code).sentences for code in codes]
    if len(rules) < 2:
        return ()
    return tuple(said for said in rules[0] if all(said in other for other in rules[1:]))


def confirmed_table(dossier: Dossier) -> Table:
    """Who confirmed the figures of each organisation, silence included."""
    columns = (Column("Deelnemer"), Column("Door"), Column("Op", Kind.DAY))
    rows = tuple(
        Row((dossier.name(found.organisation), _by(found), plain_day(found.on)))
        for found in sorted(dossier.confirmed, key=lambda found: dossier.name(found.organisation))
    )
    return Table("Bevestigde gegevens", columns, rows)


def _by(found: Confirmed) -> str:
    if found.is_objection:
        return f"{found.by}, met bezwaar"
    return found.by or BY_SILENCE


def explained_table(dossier: Dossier) -> Table | None:
    """Differences over the threshold with their explanation; None when there were none."""
    if not dossier.explained:
        return None
    columns = (Column("Verschil"), Column("Toelichting"), Column("Door"), Column("Op", Kind.DAY))
    rows = tuple(Row((one.about, one.text, one.by, plain_day(one.on))) for one in dossier.explained)
    return Table("Toegelichte verschillen", columns, rows)


def confirmations(dossier: Dossier, organisation: str) -> dict[tuple[str, str], str]:
    """Who confirmed each statistic of an organisation, as a sentence by kind and id of the source."""
    found = next((row for row in dossier.confirmed if row.organisation == organisation), None)
    if found is None or found.is_objection:
        return {}
    said = f"Bevestigd door {found.by}" if found.by else "Bevestigd door stilte"
    note = f"{said}, {plain_day(found.on)}."
    return {
        ("statistic", row.id): note for row in dossier.inputs.statistics if row.organisation == organisation
    }


def approved_table(dossier: Dossier) -> Table:
    """The steps of the run, by whom and when."""
    columns = (Column("Stap"), Column("Door"), Column("Op", Kind.DAY))
    rows = tuple(Row((signed.step, signed.by, plain_day(signed.on))) for signed in dossier.signed)
    return Table("Goedgekeurd", columns, rows)
