"""Lines: the net charges of an area with their VAT treatment, input VAT, and credits for secondments."""

from dataclasses import replace
from fractions import Fraction

from app.features.settlement.core import errors
from app.features.settlement.core.charges import AreaDraft, Draft
from app.features.settlement.core.documents import InputVat, input_vat, treatments
from app.features.settlement.core.facts import Facts
from app.features.settlement.core.inputs import VatTreatment
from app.features.settlement.core.result import Line, LineKind
from app.features.settlement.core.secondments import Lent
from app.kernel.explain import Unit, leaf, product


def area_lines(draft: AreaDraft, loans: list[Lent], facts: Facts) -> list[Line]:
    """All lines of an area in order, not yet numbered: by organisation, then charges, input VAT, credits."""
    taxed = treatments(draft, facts)
    drafts = sorted(
        draft.lines, key=lambda line: (line.organisation, line.component, line.tariff_order, line.tariff)
    )
    lines = [_line(draft, line, taxed.get(line.organisation)) for line in drafts]
    lines += [
        _line(draft, _input_vat(tax), taxed[tax.organisation]) for tax in input_vat(draft, taxed, facts)
    ]
    lines += [_credit(draft, loan, facts) for loan in loans if loan.row.area == draft.facts.area.code]
    return sorted(lines, key=lambda line: line.organisation)


def numbered(lines: list[Line], vat_of_line: dict[int, int] | None = None) -> list[Line]:
    """The lines with numbers from 1 on and, when known, each one's part of the VAT."""
    parts = vat_of_line or {}
    return [
        replace(line, number=number, vat_cents=parts.get(number, 0))
        for number, line in enumerate(lines, start=1)
    ]


def _input_vat(tax: InputVat) -> Draft:
    cents = int(tax.amount.value)
    back = "terug te vragen bij het BTW-compensatiefonds (transparantiemethode)"
    return Draft(
        organisation=tax.organisation,
        kind=LineKind.INPUT_VAT,
        component=0,
        tariff="",
        tariff_order=(),
        text=tax.amount.what,
        detail=back if tax.is_transparent else "",
        quantity=Fraction(-1 if cents < 0 else 1),
        unit="stuk",
        base_quantity=1,
        price_cents=abs(cents),
        amount=tax.amount,
    )


def _line(draft: AreaDraft, line: Draft, treatment: VatTreatment | None) -> Line:
    return Line(
        number=0,
        area=draft.facts.area.code,
        provider=draft.facts.provider,
        organisation=line.organisation,
        kind=line.kind,
        component=line.component,
        tariff=line.tariff,
        text=line.text,
        detail=line.detail,
        quantity=line.quantity,
        unit=line.unit,
        base_quantity=line.base_quantity,
        price_cents=line.price_cents,
        amount_cents=int(line.amount.value),
        is_own_share=line.organisation == draft.facts.provider,
        vat_category=treatment.category if treatment else None,
        vat_rate=treatment.rate if treatment else Fraction(0),
        vat_cents=0,
        derivation=line.amount,
    )


def _credit(draft: AreaDraft, loan: Lent, facts: Facts) -> Line:
    row, name = loan.row, draft.facts.area.name
    if row.organisation == draft.facts.provider:
        raise errors.WrongFacts(
            f"{facts.name(row.organisation)} voert {name} zelf uit en kan er geen medewerkers aan uitlenen. "
            "Boek deze kosten als personeel van de uitvoerder."
        )
    cents = int(loan.cost.value)
    minus = leaf("Min, want een vergoeding", -1, Unit.COUNT)
    return Line(
        number=0,
        area=row.area,
        provider=draft.facts.provider,
        organisation=row.organisation,
        kind=LineKind.SECONDMENT,
        component=0,
        tariff=row.id,
        text="Vergoeding voor medewerkers" + (f" ({row.function})" if row.function else ""),
        detail=loan.cost.formula,
        quantity=Fraction(-1),
        unit="stuk",
        base_quantity=1,
        price_cents=cents,
        amount_cents=-cents,
        is_own_share=False,
        vat_category=row.category,
        vat_rate=row.rate,
        vat_cents=0,
        derivation=product(loan.cost.what, [minus, loan.cost], Unit.CENTS, loan.cost.formula),
    )
