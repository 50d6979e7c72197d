"""The invoice as a paper: from one numbered bill and the dossier of its settlement to what is printed.

First page the amount, the summary, how to pay and what was received for it; then the specification, the
explanation with a source under each step, the rule in words, who confirmed and approved, how to object.
"""

from collections.abc import Sequence
from dataclasses import replace

from app.features.invoices.core.area_tables import control_table, costs_table, result_note
from app.features.invoices.core.billing import BillingDetails, DocumentKind
from app.features.invoices.core.comparison import Past, compared
from app.features.invoices.core.dossier import Dossier, Numbered, Work, work_of
from app.features.invoices.core.papers import (
    Derivation,
    Fact,
    InvoicePaper,
    Party,
    Payment,
    Step,
    Words,
)
from app.features.invoices.core.received import received
from app.features.invoices.core.signing import (
    approved_table,
    common_sentences,
    confirmations,
    confirmed_table,
    rule_words,
)
from app.features.invoices.core.steps import Telling
from app.features.invoices.core.summary import line_table, summary_table
from app.features.settlement.core.inputs import VatCategory
from app.features.settlement.core.result import LineKind
from app.features.settlement.core.run import RunKind
from app.kernel.dutch import euro, listing, percent, plain_day
from app.kernel.period import Period

_SETTLES = {
    RunKind.SETTLEMENT: "Afrekening",
    RunKind.ADVANCE: "Voorschot",
    RunKind.CORRECTION: "Correctie van",
}
ROUNDING = (
    "Iedereen betaalt hele centen. Wat door afronden overblijft, gaat cent voor cent naar de deelnemers met "
    "de grootste rest. Zo is het totaal precies gelijk aan de kosten."
)


def invoice_paper(numbered: Numbered, dossier: Dossier, past: Sequence[Past] = ()) -> InvoicePaper:
    """The paper of a numbered bill; `past` are earlier periods of provider and client, oldest first."""
    bill = numbered.bill
    names = [dossier.area(code).area.name for code in bill.areas]
    seller, buyer = dossier.details[bill.provider], dossier.details[bill.client]
    is_credit = bill.kind is DocumentKind.CREDIT
    is_outside = all(line.category is VatCategory.OUTSIDE for line in bill.lines)
    is_plain = dossier.kind is RunKind.SETTLEMENT
    asked = work_of(dossier.inputs, bill.client, dossier.deliveries) if is_plain else ()
    work = tuple(done for done in asked if done.area in bill.areas)
    label = _period(numbered, dossier).label
    common = common_sentences(dossier, bill.areas)
    word = "Creditfactuur" if is_credit else "Factuur"
    return InvoicePaper(
        title=f"{word} {listing(names)}",
        document_line=f"{seller.name} · {word.lower()} {numbered.number} · {listing(names)}, {label}",
        dated_on=numbered.dated_on,
        seller=_party(seller, with_vat_number=not is_outside),
        seller_role=f"uitvoerder {listing(names)}, {dossier.settlement.collaboration.name}",
        buyer=_party(buyer, with_vat_number=False),
        facts=_facts(numbered, dossier, word),
        lead=_lead(numbered, dossier, names),
        summary=summary_table(bill, dossier),
        payment=_payment(numbered, seller),
        received=received(dossier, bill.client, bill.areas, work),
        comparison=compared(bill, dossier, past) if is_plain else None,
        specification_lead=_specification_lead(names, dossier.name(bill.client), work, is_plain=is_plain),
        lines=line_table(bill),
        costs=tuple(costs_table(dossier, dossier.area(code)) for code in bill.areas) if is_plain else (),
        derivations=_derivations(numbered, dossier),
        rounding_note=ROUNDING if LineKind.SHARE in _kinds(numbered, dossier) else "",
        rules=tuple(_without(rule_words(dossier, code), common) for code in bill.areas),
        common=common,
        confirmed=confirmed_table(dossier),
        approved=approved_table(dossier),
        objection_heading=f"Niet eens met deze {word.lower()}?",
        objection=_objection(numbered, seller, is_credit),
        ending=f"Controlegetal van de vastgelegde gegevens: {dossier.checksum_words}.",
    )


def _without(rule: Words, common: Sequence[str]) -> Words:
    return replace(rule, sentences=tuple(said for said in rule.sentences if said not in common))


def _party(details: BillingDetails, with_vat_number: bool) -> Party:
    return Party(
        name=details.name,
        short_name=details.name.removeprefix("Gemeente "),
        address=details.address,
        kvk=details.kvk,
        vat_number=details.vat_number if with_vat_number else "",
        contact=details.email,
        iban=details.iban,
    )


def _facts(numbered: Numbered, dossier: Dossier, word: str) -> tuple[Fact, ...]:
    period = _period(numbered, dossier)
    refers = (Fact("Hoort bij factuur", listing(numbered.refers)),) if numbered.refers else ()
    return (
        Fact(f"{word}nummer", numbered.number),
        Fact(f"{word}datum", plain_day(numbered.dated_on)),
        Fact("Uw kenmerk", dossier.details[numbered.bill.client].buyer_reference),
        Fact(_SETTLES[dossier.kind], period.label),
        Fact("Periode", period.in_full),
        *refers,
    )


def _period(numbered: Numbered, dossier: Dossier) -> Period:
    """What the document is about: of a correction the closed period."""
    return numbered.bill.about or dossier.settlement.period


def _lead(numbered: Numbered, dossier: Dossier, names: Sequence[str]) -> str:
    """One sentence with the amount, one with what it is for."""
    bill = numbered.bill
    client, provider = dossier.name(bill.client), dossier.name(bill.provider)
    period = _period(numbered, dossier)
    total, label = euro(bill.total_cents), period.label
    over = (
        f"het {label}" if period.whole_months == 3 else label
    )  # a quarter has an article, a month or year none
    kinds = _kinds(numbered, dossier)
    if dossier.kind is RunKind.CORRECTION:
        way = "krijgt" if bill.kind is DocumentKind.CREDIT else "betaalt"
        back = f"terug van {provider}" if bill.kind is DocumentKind.CREDIT else f"aan {provider}"
        return f"{client} {way} over {over} {total} {back}: een correctie van {listing(names)}."
    if dossier.kind is RunKind.ADVANCE and bill.kind is DocumentKind.INVOICE:
        return f"{client} betaalt {total} als voorschot voor {listing(names)}, {label}."
    if bill.kind is DocumentKind.CREDIT:
        return f"{client} krijgt over {over} {total} terug van {provider}, voor {listing(names)}."
    what = f"haar deel in de kosten van {listing(names)}"
    if kinds == {LineKind.TARIFF}:
        what = f"de prijs van het werk van {listing(names)}"
    less = f", min de vergoeding voor medewerkers bij {provider}" if LineKind.SECONDMENT in kinds else ""
    return f"{client} betaalt over {over} {total}. Dat is {what}{less}."


def _kinds(numbered: Numbered, dossier: Dossier) -> set[LineKind]:
    return {dossier.settlement.line(line.settlement_line).kind for line in numbered.bill.lines}


def _payment(numbered: Numbered, seller: BillingDetails) -> Payment:
    total, day = numbered.bill.total_cents, plain_day(numbered.due_on)
    if numbered.bill.kind is DocumentKind.CREDIT:
        back = (Fact("Door", seller.name), Fact("Met kenmerk", numbered.number))
        return Payment(f"U krijgt uiterlijk {day} terug", total, back)
    account = Fact("Rekening", _spaced(seller.iban))
    to = Fact("Op naam van", seller.name)
    return Payment(f"Te betalen uiterlijk {day}", total, (account, to, Fact("Met kenmerk", numbered.number)))


def _spaced(iban: str) -> str:
    plain = iban.replace(" ", "")
    return " ".join(plain[place : place + 4] for place in range(0, len(plain), 4))


def _specification_lead(names: Sequence[str], client: str, work: Sequence[Work], *, is_plain: bool) -> str:
    if not is_plain:
        return "De regels van dit document. Alle bedragen zijn in euro’s."
    done = f", en wat er voor {client} is gedaan" if work else ""
    return (
        f"Eerst de regels van dit document. Daarna wat {listing(names)} voor alle deelnemers kostte{done}. "
        "Alle bedragen zijn in euro’s."
    )


def _derivations(numbered: Numbered, dossier: Dossier) -> tuple[Derivation, ...]:
    """Per area the steps and the control; at the end the step that totals the document."""
    bill = numbered.bill
    sign = -1 if bill.kind is DocumentKind.CREDIT else 1  # steps bear the signs of the settlement
    telling = Telling(bill.client, confirmations(dossier, bill.client))
    made = []
    amounts: list[int] = []
    for code in bill.areas:
        area = dossier.area(code)
        steps: list[Step] = []
        for line in (line for line in bill.lines if line.area == code):
            settled = dossier.settlement.line(line.settlement_line)
            node = settled.derivation
            steps.extend(telling.tell(node, in_short=settled.kind is LineKind.INPUT_VAT))
            amounts.append(telling.number_of(node) or 0)
        last = code == bill.areas[-1]
        if last:
            for part in bill.vat:
                if part.vat_cents:
                    how = f"{percent(part.rate)} van {euro(sign * part.base_cents)}"
                    step = telling.add("Btw", how, euro(sign * part.vat_cents))
                    steps.append(step)
                    amounts.append(step.number)
            steps.append(_closing(telling, numbered, amounts))
        heading = area.area.name if len(bill.areas) > 1 else ""
        is_plain = dossier.kind is RunKind.SETTLEMENT
        control = control_table(dossier, area, bill.client) if is_plain else None
        made.append(
            Derivation(heading, tuple(steps), control, result_note(dossier, area) if is_plain else "")
        )
    return tuple(made)


def _closing(telling: Telling, numbered: Numbered, amounts: Sequence[int]) -> Step:
    steps = [str(number) for number in dict.fromkeys(amounts) if number]
    word = "stap" if len(steps) == 1 else "stappen"
    together = f"{word} {listing(steps)}" + ("" if len(steps) == 1 else " samen")
    total = numbered.bill.total_cents
    if numbered.bill.kind is DocumentKind.CREDIT:
        return telling.close(f"Terug te krijgen: {together}, met omgekeerd teken", euro(total))
    return telling.close(f"Te betalen: {together}", euro(total))


def _objection(numbered: Numbered, seller: BillingDetails, is_credit: bool) -> str:
    to = f"aan {seller.email}" if seller.email else f"aan {seller.name}"
    until = "" if is_credit else " Tot die tijd hoeft u alleen het deel te betalen waar u het mee eens bent."
    return (
        f"Schrijf vóór {plain_day(numbered.due_on)} {to} en noem het nummer {numbered.number}. "
        f"Komen wij er samen niet uit, dan beslist het overlegorgaan.{until}"
    )
