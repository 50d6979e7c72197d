"""What is billed to whom, tables that add up, and derivations told in steps."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from app.features.invoices.core.billing import (
    BillingDetails,
    DocumentKind,
    VatGroup,
    bills,
    due_on,
    missing_details,
    number_text,
    series,
)
from app.features.invoices.core.chart import Bar, draw
from app.features.invoices.core.dossier import budgeted, work_of
from app.features.invoices.core.papers import ContradictionError, agree
from app.features.invoices.core.steps import Telling
from app.features.invoices.core.tables import AddsUpWrongError, Column, Kind, Row, Table
from app.features.settlement.core.inputs import VatCategory
from app.features.settlement.core.result import LineKind
from app.features.settlement.core.settle import settle
from app.kernel.explain import Operation, Source, Unit, leaf, part_of, product, rounded, summed
from app.kernel.money import vat
from tests.golden.paper_case import dossier, inputs

COLUMNS = (Column("Wie"), Column("Bedrag", Kind.MONEY), Column("Prijs", Kind.MONEY, is_added=False))


def test_a_table_reckons_its_total_and_leaves_prices_alone() -> None:
    made = Table.summed("Kosten", COLUMNS, [Row(("a", 100, 5)), Row(("b", -30, 7)), Row(("c", None, None))])
    assert made.total == ("Samen", 70, None)
    assert made.total_span == 1


def test_a_table_that_does_not_add_up_cannot_be_made() -> None:
    with pytest.raises(AddsUpWrongError, match="'Bedrag' of table 'Kosten' totals 70, but 71"):
        Table("Kosten", COLUMNS, (Row(("a", 100, 5)), Row(("b", -30, 7))), ("Samen", 71, None))


def test_a_row_with_a_cell_too_few_is_refused() -> None:
    with pytest.raises(ValueError, match="row of 2 cells for 3 columns"):
        Table("Kosten", COLUMNS, (Row(("a", 100)),))


def test_words_of_a_total_run_up_to_its_first_number() -> None:
    columns = (Column("Regel"), Column("Omschrijving"), Column("Bedrag", Kind.MONEY))
    made = Table.summed("Regels", columns, [Row(("1", "Deel", 5))])
    assert made.total_span == 2


def test_two_places_that_state_different_amounts_are_a_defect() -> None:
    agree("factuur", [5, 5])
    with pytest.raises(ContradictionError):
        agree("factuur", [5, 6])


def test_bars_start_at_zero_and_a_negative_one_has_no_height() -> None:
    chart = draw("x", "", [Bar("a", -500, 1000), Bar("b", 2000, 1000, is_own=True)])
    assert [drawn.height for drawn in chart.bars] == [0, 820]
    assert [drawn.top + drawn.height for drawn in chart.bars] == [chart.floor, chart.floor]
    assert [drawn.difference_percent_tenths for drawn in chart.bars] == [-1500, 1000]
    assert draw("x", "", []).bars == ()


def test_documents_take_their_numbers_by_provider_client_and_group() -> None:
    made = bills(settle(inputs()))
    keys = [(bill.provider, bill.client, bill.group) for bill in made]
    assert keys == sorted(keys)
    assert len(set(keys)) == len(keys) == 20
    assert (number_text("NLK", 2026, 7), series("NLK", 2026)) == ("NLK-2026-0007", "factuur:2026:NLK")
    assert due_on(date(2026, 12, 15)) == date(2027, 1, 14)


def test_own_shares_are_in_no_document_and_every_other_line_is_in_exactly_one() -> None:
    settlement = settle(inputs())
    billed = [line.settlement_line for bill in bills(settlement) for line in bill.lines]
    wanted = [line.number for line in settlement.lines if line.organisation != line.provider]
    assert sorted(billed) == wanted
    assert all(bill.provider != bill.client for bill in bills(settlement))


def test_lines_outside_the_scope_of_vat_stand_alone() -> None:
    for bill in bills(settle(inputs())):
        outside = {line.category is VatCategory.OUTSIDE for line in bill.lines}
        assert outside == {bill.group is VatGroup.OUTSIDE}


def test_vat_is_reckoned_over_the_base_of_each_category_of_each_document() -> None:
    taxed = 0
    for bill in bills(settle(inputs())):
        for part in bill.vat:
            base = sum(line.amount_cents for line in bill.lines if line.category is part.category)
            assert (part.base_cents, part.vat_cents) == (base, vat(base, part.rate))
            taxed += part.vat_cents
        assert bill.net_cents + bill.vat_cents == bill.total_cents
    assert taxed > 0


def test_a_total_below_zero_is_a_credit_note_with_signs_turned() -> None:
    facts = inputs()
    refunded = tuple(replace(entry, amount_cents=-entry.amount_cents) for entry in facts.entries)
    [bill] = [
        bill
        for bill in bills(settle(replace(facts, entries=refunded)))
        if (bill.provider, bill.client) == ("BER", "OUD")
    ]
    assert bill.kind is DocumentKind.CREDIT
    assert bill.total_cents == 2_027_119
    assert [(line.quantity, line.price_cents, line.amount_cents) for line in bill.lines] == [
        (Fraction(1), 2_027_119, 2_027_119)
    ]


def test_nothing_to_pay_gives_no_document() -> None:
    facts = inputs()
    free = tuple(replace(entry, amount_cents=0, vat_cents=0) for entry in facts.entries)
    made = bills(settle(replace(facts, entries=free, secondments=())))
    assert {bill.provider for bill in made} == {"SHV"}  # only the tariffs still bring in something


def test_what_is_missing_for_an_invoice_is_named_per_organisation() -> None:
    made = bills(settle(inputs()))
    details = dict(dossier().details)
    assert missing_details(made, details) == ()
    details["OUD"] = BillingDetails("OUD", "Ouderkerk", iban="")
    found = missing_details(made, details)
    assert [finding.field for finding in found] == [
        "OUD.oin",
        "OUD.buyer_reference",
        "OUD.address",
        "OUD.iban",
    ]
    assert all("Ouderkerk" in finding.message for finding in found)
    details["OUD"] = replace(details["NLK"], code="OUD", oin="")  # a KvK number is enough
    assert missing_details(made, details) == ()


def test_hours_of_joint_work_are_cut_to_minutes_that_total() -> None:
    facts = inputs()
    shared = [work_of(facts, code, {}) for code in ("BER", "NLK", "OUD", "SHV", "VLI")]
    minutes = {done.number: 0 for works in shared for done in works}
    for works in shared:
        for done in works:
            minutes[done.number] += done.minutes
    exact = {row.assignment: row.minutes for row in facts.worked}
    assert all(abs(minutes[number] - exact[number]) <= 2 for number in exact)


def test_the_budget_is_settled_by_the_same_policies() -> None:
    facts = inputs()
    planned = budgeted(facts)
    assert planned is not None
    assert planned.totals.costs_cents == sum(line.amount_cents for line in facts.budget) + sum(
        -line.amount_cents for line in settle(facts).lines if line.kind is LineKind.SECONDMENT
    )
    assert budgeted(replace(facts, budget=())) is None
    nobody = replace(facts, policies=facts.policies[1:])
    assert budgeted(nobody) is None


def test_shared_steps_are_told_once_and_referred_to() -> None:
    settlement = settle(inputs())
    telling = Telling("SHV")
    [inhabitants, clients] = [
        line for line in settlement.lines_of("SZ", "SHV") if line.kind is LineKind.SHARE
    ]
    first, second = telling.tell(inhabitants.derivation), telling.tell(clients.derivation)
    assert [step.number for step in (*first, *second)] == [1, 2, 3, 4, 5, 6]
    assert telling.number_of(inhabitants.derivation) == 4
    assert "(stap 2)" in second[0].how
    assert telling.tell(clients.derivation) == ()


def test_a_step_names_its_sources_and_its_rule() -> None:
    entry = leaf("Kosten", 1000, Unit.CENTS, Source("cost_entry", "1", "B1"))
    other = leaf("Kosten", 500, Unit.CENTS, Source("cost_entry", "2", "B2"))
    costs = summed("Kosten samen", [entry, other], Unit.CENTS)
    weights = summed(
        "Inwoners samen",
        [leaf("Inwoners van P", 2, Unit.COUNT, Source("statistic", "s", "CBS"), key="P"),
         leaf("Inwoners van Q", 1, Unit.COUNT, Source("statistic", "t", "CBS"), key="Q")],
        Unit.COUNT,
    )  # fmt: skip
    rule = Source("policy", "p", "artikel 7")
    told = Telling("P", {("statistic", "s"): "Bevestigd door I. Voorbeeld."}).tell(
        part_of("Deel naar inwoners", costs, weights, 1000, "P", "", rule)
    )
    assert told[-1].how.replace("\xa0", " ") == "€ 15,00 × 2 ÷ 3"
    assert told[-1].sources == (
        "Bron: 2 kostenregels.",
        "Bron: CBS; inwoners van P.",
        "Bevestigd door I. Voorbeeld.",
        "Regel: artikel 7.",
    )


def test_what_is_of_another_organisation_is_not_told() -> None:
    minutes = leaf(
        "2026-SZ-0001 geheim", 60, Unit.MINUTES, Source("assignment", "a", "2026-SZ-0001"), owner="Q"
    )
    hours = summed("Uren voor Q", [minutes], Unit.MINUTES, owner="Q")
    price = leaf("Tarief", 100, Unit.CENTS_PER_MINUTE, Source("tariff", "t", "tarief Adviseur"))
    amount = rounded("Werk", product("Werk", [hours, price], Unit.CENTS))
    told = repr(Telling("P").tell(amount))
    assert "geheim" not in told
    assert "opdracht" not in told
    assert "1 opdracht" in repr(Telling("Q").tell(amount))
    assert amount.operation is Operation.ROUND
