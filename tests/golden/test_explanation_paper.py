"""The explanation of an amount on paper: in short, then every step with its operands, down to the facts."""

import io
from dataclasses import replace
from datetime import date

import pytest
from pypdf import PdfReader

from app.features.invoices.core import explanation_paper as papers
from app.features.invoices.core.dossier import Dossier
from app.features.invoices.core.explanation_paper import Then, Why, explanation_paper
from app.features.invoices.core.signing import rule_words
from app.features.settlement.core.question import answer, question
from app.features.settlement.core.run import RunKind
from app.infra import render
from app.kernel.explain import Node, Source, Unit, check, leaf, leaves, summed
from tests.golden.paper_case import dossier


@pytest.fixture(scope="module")
def case() -> Dossier:
    return dossier()


def why(case: Dossier, organisation: str = "SHV") -> Why:
    """What Schoonhoven pays for social affairs, or what that cost."""
    settlement, area = case.settlement, case.area("SZ")
    lines = tuple(
        line for line in settlement.lines_of("SZ", organisation) if line.kind.value in ("share", "tariff")
    )
    node = summed("Aandeel", (line.derivation for line in lines), Unit.CENTS) if lines else area.costs
    name = settlement.organisations.get(organisation, "")
    return Why(
        question=question(area, lines, name, int(node.value), is_line=False),
        answer=answer(RunKind.SETTLEMENT, area, lines, name),
        collaboration=settlement.collaboration.name,
        area=area,
        names=dict(settlement.organisations),
        organisation=organisation,
        node=node,
        facts=(("Periode", settlement.period.in_full),),
        sentences=rule_words(case, "SZ").sentences,
        earlier=(Then("4e kwartaal 2025", "het 4e kwartaal 2025", 10_000_000, (("Duurder", 47_469),)),),
        made_on=date(2026, 4, 17),
    )


def text_of(asked: Why) -> list[str]:
    paper = explanation_paper(asked)
    content = render.pdf(
        "settlement/explanation.html", paper.dated_on, paper.title, author=paper.sender, paper=paper
    )
    pages = PdfReader(io.BytesIO(content)).pages
    return [" ".join(page.extract_text().replace("\xa0", " ").split()) for page in pages]


def test_it_says_the_answer_first_and_then_every_step_with_its_operands(case: Dossier) -> None:
    pages = text_of(why(case))
    first, whole = pages[0], " ".join(pages)
    for words in (
        "Waarom betaalt Schoonhoven € 100.474,69?",
        "Sociale zaken kostte € 382.000,24. De verdeling gaat naar 30 % inwoners en 70 % cliënten.",
        "In het kort",
        "30 % van kosten van Sociale zaken: € 382.000,24 (stap 2) × 30 %",
        f"Bladzijde 1 van {len(pages)}",
    ):
        assert words in first, words
    for words in (
        "Waarom anders dan in het 4e kwartaal 2025",
        "Van het totaal verdelen wij 30 % naar inwoners.",
        "Tabel 2. Deel naar inwoners",
        "Verdeeld: € 114.600,07 × 11.560 ÷ 52.000",
        "Inwoners van Schoonhoven op 1 januari 2026 11.560 CBS, bevolking",
        "komt uit op € 100.474,69.",
    ):
        assert words in whole, words


def test_every_fact_of_the_derivation_stands_on_paper(case: Dossier) -> None:
    asked = why(case)
    paper = explanation_paper(asked)
    shown = {(row.cells[2], row.cells[3]) for step in paper.worked for row in step.operands.rows}
    facts = [(fact.shown, fact.source.label) for fact in leaves(asked.node) if fact.source]
    assert len(facts) > 20
    assert [fact for fact in facts if fact not in shown] == []
    check(asked.node)


def test_each_step_refers_to_the_tables_of_its_operands(case: Dossier) -> None:
    paper = explanation_paper(why(case, ""))
    assert paper.title == "Wat kostte Sociale zaken?"
    numbers = [step.number for step in paper.worked]
    referred = {
        int(str(row.cells[3]).removeprefix("tabel "))
        for step in paper.worked
        for row in step.operands.rows
        if str(row.cells[3]).startswith("tabel ")
    }
    assert numbers == list(range(1, len(numbers) + 1))
    assert referred == set(numbers[1:])
    assert all(len(step.operands.rows) > 1 for step in paper.worked if step.how == "Opgeteld.")


def test_what_one_table_has_no_room_for_stands_together(
    case: Dossier, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(papers, "AT_MOST", 2)
    parts: list[Node] = [
        leaf(f"Regel {place}", place * 100, Unit.CENTS, Source("cost_entry", str(place), f"stuk {place}"))
        for place in range(1, 6)
    ]
    long = replace(why(case), node=summed("Kosten", parts, Unit.CENTS))
    (step,) = explanation_paper(long).worked
    rows = [row.cells for row in step.operands.rows]
    assert rows[-1] == ("+", "nog 3 andere, op het scherm een voor een", "€\xa012,00", "")
    assert step.operands.total == ("= Kosten", None, "€\xa015,00", "")
