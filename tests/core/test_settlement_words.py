"""What a policy says in words, and what lines and explanations say."""

from dataclasses import replace
from fractions import Fraction

import pytest

from app.features.settlement.core.facts import Facts
from app.features.settlement.core.inputs import Inputs
from app.features.settlement.core.settle import settle
from app.features.settlement.core.wording import agreed_in, driver_words
from app.features.settlement.core.words import key_in_words, policy_in_words
from app.kernel.explain import DoesNotAddUp, Node, Operation, Unit, check, for_reader, leaf, leaves, summed
from tests.golden.settlement_reader import cases

K5 = next(case.inputs for case in cases() if case.name.startswith("k5-quarter"))
FACTS = Facts(K5)
POLICIES = {policy.area: policy for policy in FACTS.inputs.policies}


def _plain(text: str) -> str:
    return text.replace("\N{NO-BREAK SPACE}", " ")


def test_keys_stand_below_a_column_in_a_few_words() -> None:
    found = {
        area: [_plain(text) for text in key_in_words(policy, FACTS)] for area, policy in POLICIES.items()
    }
    assert found == {
        "SZ": ["30 % inwoners", "70 % cliënten"],
        "OW": ["inwoners"],
        "IT": ["40 % inwoners", "60 % uren"],
        "OO": ["inwoners"],
        "VR": ["zaken"],
        "PE": ["uren × tarief"],
    }


def test_what_a_tariff_brings_in_is_divided_by_the_tariff() -> None:
    assert driver_words(POLICIES["PE"].components[0], FACTS, "PE") == "tarief"


def test_the_policy_reads_as_it_runs() -> None:
    treatments = [row for row in K5.vat_treatments if row.area == "SZ"]
    words = [
        _plain(text) for text in policy_in_words(POLICIES["SZ"], FACTS, treatments, has_secondments=True)
    ]
    assert words == [
        "Per kwartaal tellen wij alle kosten van Sociale zaken op, zonder btw.",
        "Daar komt het deel van de overhead bij dat het taakgebied krijgt.",
        "De overhead gaat rechtstreeks naar de taakgebieden: Huisvesting naar fte en Leiding naar fte.",
        (
            "Leent een deelnemer medewerkers uit aan de uitvoerder, dan krijgt zij een vergoeding: formatie × "
            "bedrag per fte en "
            "jaar × dagen. De vergoeding telt mee als personeelskosten."
        ),
        (
            "Van het totaal verdelen wij 30 % naar inwoners. Wij gebruiken het aantal inwoners op 1 januari van "
            "het jaar."
        ),
        (
            "Van het totaal verdelen wij 70 % naar cliënten. Wij gebruiken het aantal cliënten op de eerste dag "
            "van de periode."
        ),
        "Doet een deelnemer een deel van de periode mee, dan tellen haar vaste gegevens naar dagen.",
        (
            "Voor Bergambacht, Nederlek, Ouderkerk, Schoonhoven en Vlist is dit vrijgesteld van btw (kosten voor "
            "gemene "
            "rekening, artikel 11, lid 1, onder u, Wet op de omzetbelasting 1968); btw op de kosten is deel van "
            "de prijs."
        ),
        "Btw op de kosten verdelen wij zoals ieders bedrag zonder btw.",
        (
            "Wij ronden af op hele centen, zo dat het totaal precies klopt: wat overblijft gaat cent voor cent "
            "naar de grootste "
            "resten, bij gelijke resten in volgorde van de code."
        ),
        (
            "Wat later over een afgerekende periode bekend wordt, herstellen wij met een correctie; die periode "
            "zelf wijzigt "
            "niet. Btw wordt dan per oorspronkelijke factuur gecrediteerd en opnieuw berekend."
        ),
    ]


def test_every_case_has_words_for_its_policies() -> None:
    for case in cases():
        facts = Facts(case.inputs)
        for policy in facts.inputs.policies:
            words = policy_in_words(policy, facts, facts.inputs.vat_treatments)
            assert all(text[0].isupper() or not text[0].isalpha() for text in words), case.name
            assert all(text.endswith(".") for text in words), case.name


def test_lines_say_what_they_are() -> None:
    settlement = settle(K5)
    schoonhoven = settlement.lines_of("SZ", "SCH")
    assert [(line.text, _plain(line.detail)) for line in schoonhoven] == [
        ("Deel naar inwoners", "11.560 van 52.000 inwoners op 1 januari 2026"),
        ("Deel naar cliënten", "231 van 780 cliënten op 1 juli 2026"),
    ]
    assert _plain(schoonhoven[0].derivation.formula) == (
        "€ 119.141,38 × 11.560 ÷ 52.000 = € 26.486,045246…, afgerond"
    )
    tariff = settlement.lines_of("PE", "BER")[0]
    assert _plain(tariff.detail) == "148:15 uur × € 82,50 per uur"
    assert _plain(tariff.derivation.formula) == "148:15 uur × € 82,50 per uur = € 12.230,625, afgerond"


def test_the_leaves_of_a_line_are_entries_figures_and_hours() -> None:
    settlement = settle(K5)
    kinds = {
        node.source.kind for node in leaves(settlement.lines_of("SZ", "SCH")[0].derivation) if node.source
    }
    assert kinds == {"cost_entry", "secondment", "statistic", "policy", "area_figure"}
    kinds = {
        node.source.kind for node in leaves(settlement.lines_of("PE", "BER")[0].derivation) if node.source
    }
    assert kinds == {"assignment", "tariff"}


def test_a_reader_sees_of_others_hours_the_total_only() -> None:
    line = next(line for line in settle(K5).lines_of("IT", "BER") if line.component == 2)
    seen = for_reader(line.derivation, "BER")
    hours = next(
        node for node in seen.operands if node.operation is Operation.SUM and len(node.operands) == 5
    )
    by_owner = {node.key: node for node in hours.operands}
    assert [len(by_owner[code].operands) for code in ("BER", "NLK", "VLI")] == [1, 0, 0]
    assert by_owner["NLK"].value == 312 * 60 + 15
    assert seen.value == line.amount_cents


def test_a_step_that_does_not_follow_is_found() -> None:
    line = settle(K5).lines[0]
    with pytest.raises(DoesNotAddUp):
        check(replace(line.derivation, value=line.amount_cents + 1))
    amount, own, total = line.derivation.operands
    with pytest.raises(DoesNotAddUp):
        check(replace(line.derivation, operands=(amount, replace(own, value=own.value + 1), total)))
    with pytest.raises(DoesNotAddUp, match="a division of whole cents over a sum"):
        check(
            replace(
                line.derivation, operands=(amount, own, replace(total, operation=Operation.LEAF, operands=()))
            )
        )
    with pytest.raises(DoesNotAddUp):
        check(Node("som", 3, Unit.COUNT, Operation.SUM, (leaf("één", 1, Unit.COUNT),)))


def test_money_without_a_source_is_no_explanation() -> None:
    with pytest.raises(DoesNotAddUp, match="without source"):
        check(summed("kosten", [leaf("uit de lucht", 1, Unit.CENTS)], Unit.CENTS))


def test_signs_stand_as_one_would_write_the_sum() -> None:
    parts = [leaf(str(size), size, Unit.COUNT) for size in (3, 2)]
    assert summed("som", parts, Unit.COUNT).signs == ("", "+")
    line = settle(K5).lines[0]
    assert line.derivation.signs == ("", "×", "÷")
    assert leaf("deel", Fraction(1, 3), Unit.SHARE).shown == "33,333333…\N{NO-BREAK SPACE}%"


def test_a_policy_is_named_by_its_agreement_as_the_rule_of_a_step() -> None:
    policy = POLICIES["SZ"]
    named = [
        agreed_in(replace(policy, agreement=name)).label for name in ("dienstverleningsovereenkomst 2026", "")
    ]
    assert named == ["dienstverleningsovereenkomst 2026", "verdeelafspraak"]


def _steps(name: str) -> set[str]:
    """What the steps of a case are called, from the lines down."""
    found, waiting = set(), [line.derivation for line in settle(_case(name)).lines]
    while waiting:
        node = waiting.pop()
        found.add(node.what)
        waiting.extend(node.operands)
    return found


def _case(name: str) -> Inputs:
    return next(case.inputs for case in cases() if case.name.endswith(name))


def test_averages_are_named_by_their_years_and_days() -> None:
    assert {
        "Inwoners van 3 jaren samen",
        "Gemiddeld aantal inwoners 2022 t/m 2024 van P",
    } <= _steps("10. gemiddelde van drie jaren, voor drie jaren vast")
    assert "Inwoners × dagen" in _steps("10. gemiddeld over de periode, 10.622,22… in het eerste kwartaal")
    assert {
        "Uren van drie jaren samen",
        "Gemiddeld aantal uren 2022 t/m 2024 van P",
    } <= _steps("10. gemiddelde uren van de drie hele jaren vóór het blok")
