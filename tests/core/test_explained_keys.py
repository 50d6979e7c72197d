"""A share within bounds, or by two keys, is told so that it can be worked out again with a pocket calculator."""

from app.features.invoices.core.steps import Telling
from app.features.settlement.core.facts import Facts
from app.features.settlement.core.inputs import Inputs
from app.features.settlement.core.settle import settle
from app.features.settlement.core.words import key_in_words, policy_in_words
from tests.golden.settlement_reader import cases


def _inputs(name: str) -> Inputs:
    return next(case.inputs for case in cases() if case.name.endswith(name))


def _told(name: str, organisation: str) -> list[str]:
    line = next(line for line in settle(_inputs(name)).lines if line.organisation == organisation)
    steps = Telling(organisation).tell(line.derivation)
    return [_plain(f"{step.what}: {step.how} = {step.shown}") for step in steps]


def _plain(text: str) -> str:
    return text.replace("\N{NO-BREAK SPACE}", " ")


def _words(name: str) -> tuple[list[str], list[str]]:
    facts = Facts(_inputs(name))
    policy = next(row for row in facts.inputs.policies if not row.id.endswith("old"))
    return (
        [_plain(text) for text in key_in_words(policy, facts)],
        [_plain(text) for text in policy_in_words(policy, facts)],
    )


def test_a_share_at_its_maximum_is_told_by_way_of_the_factor() -> None:
    assert _told("20. grenzen tellen naar dagen van deelname, in hele centen", "P")[1:] == [
        "Maximum van P in 1e kwartaal 2026: € 2.000,00 × 1 ÷ 4 = € 500,00",
        "Minimum van Q in 1e kwartaal 2026: € 200,00 × 46 ÷ 90 dagen, afgerond = € 102,22",
        (
            "Te verdelen zonder wie op een minimum of maximum staat: € 1.000,00 (stap 1) − € 500,00 (stap 2) − "
            "€ 102,22 (stap 3) = € 397,78"
        ),
        "Factor: bedrag per eenheid: € 397,78 (stap 4) ÷ 40 = € 9,9445",
        "Factor × inwoners van P op 1 januari 2026: € 9,9445 (stap 5) × 52 = € 517,114",
        "Niet boven het maximum: € 517,114 (stap 6), hoogstens € 500,00 (stap 2) = € 500,00",
        "Deel naar inwoners: € 1.000,00 (stap 1) × € 500,00 (stap 7) ÷ € 1.000,00 = € 500,00",
    ]


def test_who_has_no_weight_and_no_minimum_where_all_others_are_at_one_has_no_part() -> None:
    line = settle(_inputs("20. minima die samen precies het bedrag zijn hebben geen gewicht nodig")).lines[2]
    own = line.derivation.operands[1]
    assert (line.organisation, own.what, own.shown) == ("R", "Uren voor R", "€\N{NO-BREAK SPACE}0,00")
    assert [(part.what, part.shown) for part in own.operands] == [
        ("Geen deel", "0"),
        ("Uren voor R", "0:00 uur"),
    ]


def test_a_phased_share_is_told_key_by_key() -> None:
    told = _told("21. een kwart nieuw en drie kwart oud, op de cijfers van deze periode", "P")
    assert told[1:] == [
        "Gelijk deel: 1 ÷ 2 = 50 %",
        "Deel naar de oude sleutel: 75 % × 50 % (stap 2) = 37,5 %",
        "Deel naar inwoners: 3 ÷ 4 = 75 %",
        "Deel naar de nieuwe sleutel: 25 % × 75 % (stap 4) = 18,75 %",
        (
            "Deel van P in beide sleutels: deel naar de oude sleutel 37,5 % (stap 3) plus deel naar de nieuwe "
            "sleutel 18,75 % (stap 5) = 56,25 %"
        ),
        "Deel naar oude en nieuwe sleutel: € 1.000,00 (stap 1) × 56,25 % (stap 6) = € 562,50",
    ]


def test_bounds_read_as_they_run() -> None:
    key, words = _words("20. één factor waarvoor de som binnen minimum en maximum het bedrag is")
    assert key == ["inwoners"]
    assert words[2] == (
        "Het totaal verdelen wij naar inwoners. Wij gebruiken het aantal inwoners op 1 januari van het jaar. "
        "Per jaar gelden grenzen, naar dagen van deelname: P hoogstens € 500,00 en Q minstens € 200,00. Een minimum "
        "geldt ook zonder gewicht; bij een tegoed gelden de grenzen gespiegeld, en als er niets te verdelen is gelden "
        "zij niet. Wat daardoor overblijft of ontbreekt dragen de anderen naar verhouding van hun gewicht."
    )


def test_a_phased_key_reads_as_it_runs() -> None:
    key, words = _words("21. een kwart nieuw en drie kwart oud, op de cijfers van deze periode")
    assert key == ["25 % nieuw: inwoners", "75 % oud: gelijke delen"]
    assert words[2:5] == [
        (
            "Deze sleutel groeit in: ieders deel is 25 % van zijn deel in de nieuwe sleutel en 75 % van zijn deel in "
            "de oude. Beide sleutels rekenen met de cijfers van de periode zelf; daarna ronden wij één keer af."
        ),
        (
            "Nieuwe sleutel: het totaal verdelen wij naar inwoners. Wij gebruiken het aantal inwoners op 1 januari "
            "van het jaar."
        ),
        "Oude sleutel: het totaal verdelen wij in gelijke delen.",
    ]


def test_averages_and_packages_read_as_they_run() -> None:
    _, words = _words("10. gemiddelde uren van de drie hele jaren vóór het blok")
    assert words[2] == (
        "Het totaal verdelen wij naar uren. Wij gebruiken het gemiddelde van de drie hele jaren vóór het blok, en dat "
        "staat drie jaren vast."
    )
    _, words = _words("17. een tarief van een pakket telt de uren op de dagen waarop het is afgenomen")
    assert words[2].endswith(
        "Alleen deelnemers met pakket plus betalen mee, voor de uren op de dagen waarop zij het afnemen."
    )
