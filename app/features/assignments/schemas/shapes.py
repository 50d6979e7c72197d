"""The shapes of assignments on the wire: Dutch names by the glossary, each with words and an example.

What comes in is a request or a step; what goes out is an assignment, a line of a list or an event.
No rules: what is missing or wrong is said by the core.
"""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from app.features.assignments.core.views import Order, Tab
from app.kernel.glossary import HOLDERS, KINDS, PERIOD_UNITS, SHARE_RULES, STATES, STEPS, WEIGHTS, wire

_CLOSED = ConfigDict(alias_generator=wire, populate_by_name=True, extra="forbid", frozen=True)


class Wire(BaseModel):
    """What every shape shares: names of the glossary, nothing unknown."""

    model_config = _CLOSED


Kind = Literal["maatwerk", "confectie", "algemeen"]
Weight = Literal["laag", "gewoon", "hoog"]
ShareRule = Literal["gelijk", "vast", "kengetal"]
PeriodUnit = Literal["dagen", "weken", "maanden"]
Holder = Literal["opdrachtgever", "centrum", "niemand"]
State = Literal[
    "concept", "wacht-op-mandaat", "ingediend", "teruggestuurd", "geaccepteerd", "op-volgorde", "gepland",
    "in-uitvoering", "wacht-op-opdrachtgever", "opgeleverd", "goedgekeurd", "gesloten", "ingetrokken", "afgewezen",
]  # fmt: skip
Step = Literal[
    "indienen", "mandateren", "terugsturen", "accepteren", "rangschikken", "plannen", "starten", "wachten",
    "hervatten", "opleveren", "herstellen", "goedkeuren", "sluiten", "intrekken", "afwijzen",
]  # fmt: skip
EventStep = Literal["opstellen"] | Step


def _storable(text: str) -> str:
    """Text as PostgreSQL can keep it."""
    if "\x00" in text:
        raise ValueError("Deze tekst bevat een teken dat niet te bewaren is (NUL). Haal het weg.")
    return text


_Storable = AfterValidator(_storable)
Code = Annotated[str, Field(max_length=64), _Storable]
Line = Annotated[str, Field(max_length=300), _Storable]
Prose = Annotated[str, Field(max_length=10_000), _Storable]


class Reference(Wire):
    """Verwijzing naar iets met een code en een naam."""

    id: UUID = Field(description="Kenmerk", examples=["0196a1c2-7d40-7000-8000-5f0c2a6d1e11"])
    code: str = Field(description="Code waarmee u ernaar verwijst", examples=["SZ"])
    name: str = Field(description="Naam voor mensen", examples=["Sociale zaken"])


class Share(Wire):
    """Deel als breuk, zodat delen precies samen een geheel zijn."""

    num: int = Field(ge=0, le=1_000_000, description="Teller van de breuk", examples=[1])
    den: int = Field(ge=1, le=1_000_000, description="Noemer van de breuk", examples=[3])


class Principal(Wire):
    """Een opdrachtgever van de opdracht."""

    organisation: Code = Field(description="Code van de organisatie", examples=["VLI"])
    share: Share | None = Field(
        default=None,
        description="Deel in de uren, alleen bij een vaste verdeling",
        examples=[{"teller": 1, "noemer": 3}],
    )


class Sharing(Wire):
    """Hoe de uren van gezamenlijk werk worden verdeeld."""

    rule: ShareRule = Field(description="Gelijk, met vaste delen of naar een kengetal", examples=["gelijk"])
    statistic: Code | None = Field(
        default=None,
        description="Code van het kengetal, alleen bij verdeling naar kengetal",
        examples=["inwoners"],
    )


class Ceiling(Wire):
    """Wat de opdracht hooguit mag kosten: uren, een bedrag, of allebei."""

    ceiling_minutes: int | None = Field(
        default=None, gt=0, le=100_000_000, description="Hooguit zoveel minuten inzet", examples=[2400]
    )
    ceiling_cents: int | None = Field(
        default=None, gt=0, le=10**12, description="Hooguit zoveel centen", examples=[250000]
    )


class StatutoryPeriod(Wire):
    """Termijn die de wet stelt."""

    law: Line = Field(description="De wet en het artikel", examples=["Awb art. 7:10"])
    start_on: date = Field(
        description="Dag van de gebeurtenis waarmee de termijn begint", examples=["2026-03-27"]
    )
    length: int = Field(gt=0, le=10_000, description="Lengte in de genoemde eenheid", examples=[6])
    unit: PeriodUnit = Field(description="Eenheid van de lengte", examples=["weken"])


class AssignmentChange(Wire):
    """Wijziging van een concept of van een teruggestuurde opdracht: alleen de velden die u noemt."""

    title: Line | None = Field(
        default=None, description="Titel, kort en herkenbaar", examples=["Verordening bijzondere bijstand"]
    )
    kind: Kind | None = Field(
        default=None,
        description="Maatwerk voor één, confectie voor meer opdrachtgevers, algemeen voor een jaar",
        examples=["maatwerk"],
    )
    area: Code | None = Field(default=None, description="Code van het taakgebied", examples=["SZ"])
    product: Code | None = Field(
        default=None, description="Code van het product in dat taakgebied", examples=["verordening"]
    )
    desired_result: Prose | None = Field(
        default=None,
        description="Wat er straks anders is, leesbaar voor een raadslid",
        examples=["Een verordening die de raad kan vaststellen"],
    )
    acceptance_criteria: list[Line] | None = Field(
        default=None,
        max_length=20,
        description="Waaraan u ziet dat het resultaat goed is",
        examples=[["De juridisch adviseur heeft de verordening getoetst."]],
    )
    principals: list[Principal] | None = Field(
        default=None,
        max_length=100,
        description="De opdrachtgevers; zonder opgave is dat uw eigen organisatie",
        examples=[[{"organisatie": "VLI"}]],
    )
    lead: Code | None = Field(
        default=None,
        description="Code van de hoofdopdrachtgever, die de stappen zet; zonder opgave de eerste",
        examples=["VLI"],
    )
    share_rule: Sharing | None = Field(
        default=None,
        description="Verdeling van de uren over de opdrachtgevers",
        examples=[{"regel": "gelijk"}],
    )
    contact: Line | None = Field(
        default=None, description="Wie vragen kan beantwoorden", examples=["A. Voorbeeld, bestuursbureau"]
    )
    requested_on: date | None = Field(
        default=None, description="Dag waarop u het resultaat nodig hebt", examples=["2026-06-01"]
    )
    requested_why: Line | None = Field(
        default=None,
        description="Besluit of gebeurtenis waarvoor die dag geldt",
        examples=["De raad besluit in juni"],
    )
    statutory: StatutoryPeriod | None = Field(
        default=None,
        description="Wettelijke termijn, als die er is",
        examples=[{"wet": "Awb art. 7:10", "beginDatum": "2026-03-27", "lengte": 6, "eenheid": "weken"}],
    )
    urgency: Weight | None = Field(default=None, description="Hoe dringend het is", examples=["gewoon"])
    impact: Weight | None = Field(default=None, description="Hoe groot het gevolg is", examples=["gewoon"])
    frame: Line | None = Field(
        default=None,
        description="Beleid of besluit waarbinnen het werk past",
        examples=["Kadernota sociaal 2026"],
    )
    ceiling: Ceiling | None = Field(
        default=None, description="Wat het hooguit mag kosten", examples=[{"inzetMinuten": 2400}]
    )
    year_contract: Code | None = Field(
        default=None, description="Code van het jaarcontract waarvan het afgaat", examples=["VLI-SZ-2026"]
    )
    is_confidential: bool | None = Field(
        default=None, description="Vertrouwelijk: andere organisaties zien haar niet", examples=[False]
    )


class AssignmentDraft(AssignmentChange):
    """Nieuwe opdracht. Zij mag onvolledig zijn: het antwoord noemt wat nog ontbreekt."""


class StepIn(Wire):
    """Een stap in het leven van een opdracht, met wat erbij gezegd moet worden."""

    step: Step = Field(description="De stap die u zet", examples=["indienen"])
    reason: Prose | None = Field(
        default=None,
        description="Reden, vraag of antwoord; verplicht bij terugsturen, wachten, herstellen, intrekken en afwijzen",
        examples=["Welke doelgroep bedoelt u?"],
    )
    estimate_minutes: int | None = Field(
        default=None,
        gt=0,
        le=100_000_000,
        description="Raming van het centrum, verplicht bij accepteren",
        examples=[2400],
    )
    agreed_on: date | None = Field(
        default=None, description="Dag waarop het klaar is, verplicht bij accepteren", examples=["2026-06-01"]
    )
    place: int | None = Field(
        default=None,
        ge=1,
        le=100_000,
        description="Plek bij rangschikken; zonder opgave achteraan",
        examples=[3],
    )
    handler: Line | None = Field(
        default=None, description="Wie het gaat doen, bij plannen en starten", examples=["J. Voorbeeld"]
    )


class ListQuery(Wire):
    """Welke opdrachten u opvraagt."""

    tab: Tab = Field(
        default=Tab.ALL,
        description="Lopend, wachtend op de opdrachtgever, klaar of alles",
        examples=["lopend"],
    )
    state: State | None = Field(default=None, description="Status", examples=["ingediend"])
    area: Code | None = Field(default=None, description="Code van een taakgebied", examples=["SZ"])
    organisation: Code | None = Field(
        default=None, description="Code van een opdrachtgever", examples=["VLI"]
    )
    product: Code | None = Field(default=None, description="Code van een product", examples=["verordening"])
    kind: Kind | None = Field(default=None, description="Soort opdracht", examples=["maatwerk"])
    holder: Holder | None = Field(default=None, description="Bij wie zij ligt", examples=["opdrachtgever"])
    query: str | None = Field(
        default=None, max_length=200, description="Nummer of woorden", examples=["bijstand"]
    )
    is_late: bool = Field(
        default=False, description="Alleen wat na de afgesproken dag nog loopt", examples=[True]
    )
    is_own: bool = Field(
        default=False, description="Alleen opdrachten van uw eigen organisatie", examples=[True]
    )
    order: Order = Field(
        default=Order.NEWEST, description="Nieuwste eerst, of op afgesproken dag", examples=["nieuwste"]
    )
    cursor: str | None = Field(
        default=None, max_length=200, description="Cursor van de vorige bladzijde", examples=[None]
    )
    limit: int = Field(default=50, ge=1, le=100, description="Hoeveel regels hooguit", examples=[50])


class Missing(Wire):
    """Een veld dat nog ontbreekt."""

    field: str = Field(description="Naam van het veld", examples=["acceptatiecriteria"])
    message: str = Field(
        description="Wat u kunt doen", examples=["Noem waaraan u ziet dat het resultaat goed is."]
    )


class Author(Wire):
    """Wie iets deed."""

    name: str = Field(description="Naam van persoon of toepassing", examples=["Zaaksysteem Vlist"])


class EventOut(Wire):
    """Een stap die is gezet."""

    seq: int = Field(description="Volgnummer van de gebeurtenis binnen de opdracht", examples=[2])
    step: EventStep = Field(description="De stap", examples=["indienen"])
    from_state: State | None = Field(description="Status ervoor; leeg bij het begin", examples=["concept"])
    to_state: State = Field(description="Status erna", examples=["ingediend"])
    happened_at: datetime = Field(description="Wanneer het gebeurde", examples=["2026-04-02T14:05:00Z"])
    by: Author = Field(description="Wie de stap zette", examples=[{"naam": "Zaaksysteem Vlist"}])
    reason: str | None = Field(description="Reden, vraag of antwoord", examples=["Jongeren tot 27 jaar."])
    estimate_minutes: int | None = Field(description="Raming die bij de stap is gegeven", examples=[2400])
    agreed_on: date | None = Field(description="Dag die bij de stap is afgesproken", examples=["2026-06-01"])
    replaces_seq: int | None = Field(
        description="Volgnummer van de gebeurtenis die dit verbetert", examples=[None]
    )


class TakenOut(EventOut):
    """De stap die u zette, met het nummer en wat daarna kan."""

    number: str | None = Field(
        description="Nummer van de opdracht; leeg zolang zij een concept is", examples=["2026-SZ-0042"]
    )
    allowed: list[Step] = Field(description="Stappen die u nu kunt zetten", examples=[["intrekken"]])


class StepsOut(Wire):
    """De stappen van een opdracht: gezet, nu mogelijk, en later."""

    steps: list[EventOut] = Field(description="Gezette stappen, oudste eerst")
    allowed: list[Step] = Field(description="Stappen die u nu kunt zetten", examples=[["intrekken"]])
    later: list[Step] = Field(description="Stappen die u later kunt zetten", examples=[["goedkeuren"]])


class AssignmentLine(Wire):
    """Een regel van de lijst. Van een ander is zij beknopt: nummer, titel, gebied, product, status, plek en datum."""

    id: UUID = Field(description="Kenmerk", examples=["0196a1c2-7d40-7000-8000-5f0c2a6d1e11"])
    number: str | None = Field(
        description="Nummer; leeg zolang het een concept is", examples=["2026-SZ-0042"]
    )
    title: str | None = Field(description="Titel", examples=["Verordening bijzondere bijstand"])
    kind: Kind | None = Field(description="Soort; leeg als de regel beknopt is", examples=["maatwerk"])
    area: Reference | None = Field(description="Taakgebied")
    product: Reference | None = Field(description="Product")
    lead: Reference | None = Field(description="Hoofdopdrachtgever; leeg als de regel beknopt is")
    principals: list[Reference] = Field(description="Opdrachtgevers; leeg als de regel beknopt is")
    state: State = Field(description="Status", examples=["in-uitvoering"])
    holder: Holder = Field(description="Bij wie de opdracht nu ligt", examples=["centrum"])
    place: int | None = Field(description="Plek in de wachtrij van het taakgebied", examples=[3])
    agreed_on: date | None = Field(description="Dag waarop het klaar is", examples=["2026-06-01"])
    requested_on: date | None = Field(description="Dag die de opdrachtgever vroeg", examples=["2026-06-01"])
    estimate_minutes: int | None = Field(description="Raming van het centrum", examples=[2400])
    used_minutes: int | None = Field(description="Geboekte minuten", examples=[1350])
    returns: int | None = Field(description="Hoe vaak zij is teruggestuurd", examples=[1])
    is_confidential: bool = Field(description="Vertrouwelijk", examples=[False])
    is_outline: bool = Field(
        description="Of u alleen de hoofdzaken ziet, omdat zij van een ander is", examples=[False]
    )


class AssignmentList(Wire):
    """Een bladzijde van de lijst."""

    assignments: list[AssignmentLine] = Field(description="Opdrachten in de gevraagde volgorde")
    next_cursor: str | None = Field(
        description="Cursor van de volgende bladzijde; leeg bij de laatste", examples=[None]
    )


class AssignmentOut(AssignmentLine):
    """Een opdracht. Ziet u alleen de hoofdzaken, dan zijn de andere velden leeg."""

    desired_result: str | None = Field(
        description="Gewenst resultaat", examples=["Een verordening die de raad kan vaststellen"]
    )
    acceptance_criteria: list[str] = Field(
        description="Waaraan te zien is dat het goed is",
        examples=[["De juridisch adviseur heeft haar getoetst."]],
    )
    share_rule: Sharing | None = Field(description="Verdeling van de uren", examples=[{"regel": "gelijk"}])
    contact: str | None = Field(description="Contactpersoon", examples=["A. Voorbeeld, bestuursbureau"])
    requested_why: str | None = Field(description="Waarom die dag", examples=["De raad besluit in juni"])
    statutory: StatutoryPeriod | None = Field(description="Wettelijke termijn")
    urgency: Weight | None = Field(description="Hoe dringend", examples=["gewoon"])
    impact: Weight | None = Field(description="Hoe groot het gevolg", examples=["gewoon"])
    frame: str | None = Field(description="Kader", examples=["Kadernota sociaal 2026"])
    ceiling: Ceiling | None = Field(
        description="Wat het hooguit mag kosten", examples=[{"inzetMinuten": 2400}]
    )
    year_contract: str | None = Field(description="Code van het jaarcontract", examples=["VLI-SZ-2026"])
    changes: int | None = Field(description="Aantal bijstellingen", examples=[0])
    version: int = Field(description="Versie, ook als ETag", examples=[1])
    state_since: datetime | None = Field(
        description="Sinds wanneer de status geldt", examples=["2026-04-02T14:00:00Z"]
    )
    submitted_at: datetime | None = Field(
        description="Wanneer voor het eerst ingediend", examples=["2026-04-02T14:05:00Z"]
    )
    recorded_at: datetime | None = Field(description="Wanneer vastgelegd", examples=["2026-04-02T14:00:00Z"])
    missing: list[Missing] = Field(description="Wat nog ontbreekt voordat indienen kan")
    allowed: list[Step] = Field(
        description="Stappen die u nu kunt zetten", examples=[["indienen", "intrekken"]]
    )


KINDS_IN = {value: key for key, value in KINDS.items()}
WEIGHTS_IN = {value: key for key, value in WEIGHTS.items()}
RULES_IN = {value: key for key, value in SHARE_RULES.items()}
UNITS_IN = {value: key for key, value in PERIOD_UNITS.items()}
HOLDERS_IN = {value: key for key, value in HOLDERS.items()}
STATES_IN = {value: key for key, value in STATES.items()}
STEPS_IN = {value: key for key, value in STEPS.items()}
