"""The words of the log: what was done and what about, as a reader meets it on screen and wire.

A part of the glossary that stands apart because only the log uses it. The codes are kept for ever in
chained entries, so a code is never renamed: its word may be. A rules test fails on a use case or a
kind of subject that is recorded and has no word here.
"""

from types import MappingProxyType

from app.kernel.glossary import HOUR_STATES, RUN_STATES, STEPS, WIRE

USE_CASES: MappingProxyType[str, str] = MappingProxyType(
    {
        "account maken": "account maken",
        "afrekening.berekenen": "afrekening berekenen",
        "afrekening.bevestigen": "gegevens van de afrekening bevestigen",
        "afrekening.bezwaar": "bezwaar maken tegen gegevens van de afrekening",
        "afrekening.controleren": "afrekening controleren",
        "afrekening.corrigeren": "correctie van afgerekende perioden starten",
        "afrekening.datum": "uiterlijke datum van bevestigen verzetten",
        "afrekening.definitief": "afrekening definitief maken",
        "afrekening.goedkeuren": "afrekening goedkeuren",
        "afrekening.grens": "grens voor toelichten van verschillen vaststellen",
        "afrekening.intrekken": "afrekening intrekken",
        "afrekening.starten": "afrekening starten",
        "afrekening.stilte": "bevestiging door stilte vastleggen",
        "afrekening.terugsturen": "afrekening terugsturen",
        "afrekening.toelichten": "verschil in de afrekening toelichten",
        "afrekening.voorschot": "voorschot starten",
        "afspraak.beeindigen": "laatste dag van een afspraak wijzigen",
        "afspraak.intrekken": "versie van een afspraak intrekken",
        "afspraak.toevoegen": "versie van een afspraak toevoegen",
        "agenda.intrekken": "adres van een agenda intrekken",
        "agenda.maken": "adres van een agenda maken",
        "begroting.toevoegen": "begrotingsregels toevoegen",
        "begroting.wijzigen": "begrotingsregel wijzigen",
        "correctie.goedkeuren": "correctie van uren goedkeuren",
        "deelnemers.laden": "deelnemers en afspraken laden",
        "doorbelastingen.toevoegen": "doorbelastingen toevoegen",
        "eerste wachtwoord geven": "eerste wachtwoord geven",
        "factuur-genummerd": "factuur nummeren",
        "kalender.hernoemen": "kalender hernoemen",
        "jaarcijfer.toevoegen": "cijfer van een eerder jaar toevoegen",
        "kalender.toevoegen": "kalender toevoegen",
        "kalender.wijzigen": "kalender wijzigen",
        "kengetal.toevoegen": "kengetal toevoegen",
        "klokken.herbouwen": "klokken herbouwen",
        "kosten.terugboeken": "kostenregel terugboeken",
        "kosten.toevoegen": "kostenregels toevoegen",
        "kostenplaatsen.toevoegen": "kostenplaatsen toevoegen",
        "maand.afsluiten": "maand afsluiten",
        "medewerker.koppelen": "medewerker aan account koppelen",
        "medewerkers.toevoegen": "medewerkers toevoegen",
        "norm.toevoegen": "norm toevoegen",
        "norm.wijzigen": "norm wijzigen",
        "nulmeting.bevestigen": "eigen bedrag van een nulmeting bevestigen",
        "nulmeting.bezwaar": "bezwaar maken tegen een bedrag van een nulmeting",
        "nulmeting.cijfer": "cijfer van een meerjarenpad toevoegen",
        "nulmeting.vaststellen": "versie van een nulmeting vaststellen",
        "opdracht.bewerken": "opdracht bewerken",
        "opdracht.verbeteren": "stap van een opdracht verbeteren",
        "opdracht.herbouwen": "stand van een opdracht herbouwen",
        **{f"opdracht.{step}": f"opdracht {step}" for step in STEPS.values()},
        "opnieuw uitnodigen": "opnieuw uitnodigen",
        "tarief.corrigeren": "prijs van een tarief corrigeren",
        "termijn.hervatting": "wettelijke termijn hervatten",
        "termijn.intrekking": "opschorting of verdaging intrekken",
        "termijn.melden": "verstreken termijnen melden",
        "termijn.opschorting": "wettelijke termijn opschorten",
        "termijn.verdaging": "wettelijke termijn verdagen",
        "overzicht.instellen": "overzicht per e-mail instellen",
        "rol beëindigen": "rol beëindigen",
        "rol geven": "rol geven",
        "scenario.bewaren": "scenario bewaren",
        "sleutel intrekken": "sleutel intrekken",
        "sleutel maken": "sleutel maken",
        "stuk-getekend": "stuk opmaken",
        "toepassing maken": "toepassing maken",
        "uren.corrigeren": "uren corrigeren",
        "uren.herbouwen": "sommen van uren herbouwen",
        "wachtwoord wijzigen": "wachtwoord wijzigen",
        "week.bewaren": "week bewaren",
        "week.goedkeuren": "uren van een week goedkeuren",
        "week.indienen": "week indienen",
        "week.teruggeven": "uren van een week teruggeven",
        "week.terughalen": "week terughalen",
    }
)
"""What was done, as recorded → in words."""

SUBJECTS: MappingProxyType[str, str] = MappingProxyType(
    {
        "account": "account",
        "agenda": "agenda",
        "assignment": "opdracht",
        "baseline": "nulmeting",
        "budget_line": "begrotingsregel",
        "calendar": "kalender",
        "cascade_version": "doorbelasting",
        "collaboration": "samenwerkingsverband",
        "cost_entry": "kostenregel",
        "cost_pool_version": "kostenplaats",
        "employee": "medewerker",
        "factuur": "factuur",
        "hour_entry": "urenregel",
        "invoice": "factuur",
        "month": "maand",
        "norm": "norm",
        "participation": "deelname",
        "policy": "verdeelafspraak",
        "notice": "melding",
        "organisation": "organisatie",
        "rol": "rol",
        "deviation_threshold": "grens voor toelichten",
        "run": "afrekenrun",
        "year_figure": "jaarcijfer",
        "scenario": "scenario",
        "sleutel": "sleutel",
        "statistic": "kengetal",
        "statistic_kind": "soort kengetal",
        "tariff": "tarief",
        "toepassing": "toepassing",
        "week_sheet": "weekstaat",
    }
)
"""What it was about, as recorded → in words."""

_STATES = {**RUN_STATES, **HOUR_STATES}


def use_case_word(code: str) -> str:
    """What was done, in words; a code without a word (of an older version) as it is.

    >>> use_case_word("opdracht.indienen"), use_case_word("iets.ouds")
    ('opdracht indienen', 'iets.ouds')
    """
    return USE_CASES.get(code, code)


def subject_word(code: str) -> str:
    """What it was about, in words; a code without a word as it is.

    >>> subject_word("week_sheet")
    'weekstaat'
    """
    return SUBJECTS.get(code, code)


def subject_codes(asked: str) -> list[str]:
    """The codes that go by this word, and what was asked itself: it may be a code or an identity.

    >>> subject_codes("Factuur")
    ['Factuur', 'factuur', 'invoice']
    """
    wanted = asked.strip().lower()
    return [asked, *(code for code, word in SUBJECTS.items() if word == wanted and code != asked)]


def field_word(field: str) -> str:
    """The word on the wire for a field in the log; a field that has none keeps its own name.

    >>> field_word("area_id"), field_word("bedragCenten")
    ('taakgebied', 'bedragCenten')
    """
    return WIRE.get(field) or WIRE.get(field.removesuffix("_id"), field)


def value_word(field: str, value: object) -> object:
    """A value in the log as a reader meets it: states and steps in words, anything else as it is.

    >>> value_word("status", "checked"), value_word("step", "submit"), value_word("naam", "draft")
    ('gecontroleerd', 'indienen', 'draft')
    """
    if not isinstance(value, str):
        return value
    match field:
        case "status":
            return _STATES.get(value, value)
        case "step":
            return STEPS.get(value, value)
        case _:
            return value
