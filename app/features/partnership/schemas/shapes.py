"""The shapes of partnership on the wire: Dutch names by the glossary, each with words and an example.

Only what goes out; organisations and agreements come in through the workbook.
"""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from app.kernel.glossary import wire

_ID = "0196a1c2-7d40-7000-8000-5f0c2a6d1e11"
OrganisationKind = Literal["gemeente", "waterschap", "centrum", "anders"]
PackageKind = Literal["basispakket", "pluspakket", "maatwerk"]
TariffKind = Literal["uur", "product", "kengetal"]
TariffResult = Literal["meenemen", "reserve", "verdelen"]
VatCategory = Literal["belast", "vrijgesteld", "buiten-btw"]
Takes = Literal["geheel", "rest", "percentage", "kostensoort", "vast-bedrag", "tarief"]
Driver = Literal["inwoners", "clienten", "kengetal", "uren", "producten", "vast", "ingebracht", "gelijk"]
Reference = Literal[
    "1-januari", "1-januari-vorig-jaar", "begin-periode", "gemiddelde-periode", "gemiddelde-jaren"
]


class Wire(BaseModel):
    """What every shape shares: names of the glossary."""

    model_config = ConfigDict(
        alias_generator=wire, populate_by_name=True, serialize_by_alias=True, frozen=True
    )


class NamedOut(Wire):
    """Verwijzing naar iets met een code en een naam."""

    id: UUID = Field(description="Kenmerk", examples=[_ID])
    code: str = Field(description="Code waarmee u ernaar verwijst", examples=["SZ"])
    name: str = Field(description="Naam voor mensen", examples=["Sociale zaken"])


class CodeOut(Wire):
    """Een code met haar naam."""

    code: str = Field(description="Code", examples=["inwoners"])
    name: str = Field(description="Naam voor mensen", examples=["Inwoners"])


class PartOut(Wire):
    """Deel als breuk, zodat delen precies samen een geheel zijn."""

    num: int = Field(description="Teller van de breuk", examples=[3])
    den: int = Field(description="Noemer van de breuk", examples=[10])


class IdentifiedOut(Wire):
    """Wat een eigen kenmerk heeft."""

    id: UUID = Field(description="Kenmerk", examples=[_ID])


class DatedOut(IdentifiedOut):
    """Wat van een dag tot en met een dag geldt."""

    valid_from: date = Field(description="Eerste dag waarop het geldt", examples=["2026-01-01"])
    valid_until: date | None = Field(
        description="Laatste dag waarop het geldt; leeg als er geen einde is", examples=["2026-12-31"]
    )


class PagedOut(Wire):
    """Deel van een lijst."""

    next_cursor: str | None = Field(
        description="Cursor van het volgende deel; leeg aan het eind", examples=["fDAxOTZhMWMy"]
    )


class OrganisationOut(IdentifiedOut):
    """Een gemeente, waterschap of centrum, met wat een e-factuur van haar nodig heeft."""

    code: str = Field(description="Code van de organisatie", examples=["VLI"])
    name: str = Field(description="Naam", examples=["Vlist"])
    kind: OrganisationKind = Field(description="Soort organisatie", examples=["gemeente"])
    cbs_code: str | None = Field(description="Code van het CBS", examples=["GM0623"])
    oin: str | None = Field(description="Organisatie-identificatienummer", examples=["00000001001235011000"])
    kvk: str | None = Field(description="Nummer bij de Kamer van Koophandel", examples=["90001055"])
    vat_number: str | None = Field(description="Btw-nummer", examples=["NL001235011B01"])
    iban: str | None = Field(description="Rekeningnummer", examples=["NL85TEST0000000101"])
    street: str | None = Field(description="Straat en huisnummer", examples=["Dorpskade 8"])
    postcode: str | None = Field(description="Postcode", examples=["2821 ZZ"])
    city: str | None = Field(description="Plaats", examples=["Stolwijk"])
    country: str = Field(description="Landcode", examples=["NL"])
    email: str | None = Field(description="Adres voor facturen", examples=["facturen@vlist.example"])
    buyer_reference: str | None = Field(
        description="Kenmerk dat op facturen aan haar moet staan", examples=["VLI-K5-2026"]
    )


class OrganisationsOut(PagedOut):
    """Organisaties op naam."""

    organisations: list[OrganisationOut] = Field(description="De organisaties")


class PartnerOut(DatedOut):
    """Lidmaatschap van het samenwerkingsverband."""

    organisation: NamedOut = Field(description="De organisatie die deelneemt")


class PartnersOut(PagedOut):
    """Deelnemers van het samenwerkingsverband."""

    partners: list[PartnerOut] = Field(description="De deelnemers")


class AreaOut(DatedOut):
    """Een taakgebied dat gedeeld wordt."""

    code: str = Field(description="Code van het taakgebied", examples=["SZ"])
    name: str = Field(description="Naam", examples=["Sociale zaken"])
    bbv_code: str = Field(description="Taakveld volgens het BBV", examples=["6.3"])
    description: str | None = Field(description="Wat erbij hoort", examples=["Uitkeringen en Wmo"])


class AreasOut(PagedOut):
    """Taakgebieden van het samenwerkingsverband."""

    areas: list[AreaOut] = Field(description="De taakgebieden")


class ParticipationOut(DatedOut):
    """Deelname van een organisatie aan een taakgebied, met de btw op wat zij betaalt."""

    area: NamedOut = Field(description="Het taakgebied")
    organisation: NamedOut = Field(description="De organisatie")
    package: str | None = Field(description="Code van een pluspakket dat zij afneemt", examples=[None])
    vat_category: VatCategory = Field(description="Hoe de btw is", examples=["vrijgesteld"])
    vat_basis_points: int = Field(description="Btw-tarief in honderdsten van een procent", examples=[2100])
    is_transparent: bool = Field(
        description="Of de btw in de prijs wordt doorgegeven (transparantiemethode)", examples=[False]
    )


class ParticipationsOut(PagedOut):
    """Deelnames aan taakgebieden."""

    participations: list[ParticipationOut] = Field(description="De deelnames")


class ProductOut(DatedOut):
    """Wat in een taakgebied wordt aangeboden."""

    area: NamedOut = Field(description="Het taakgebied")
    code: str = Field(description="Code binnen het taakgebied", examples=["verordening"])
    name: str = Field(description="Naam", examples=["Verordening"])
    unit: str = Field(description="Eenheid", examples=["stuk"])
    standard_minutes: int | None = Field(description="Normtijd in minuten per eenheid", examples=[2880])
    package_kind: PackageKind = Field(description="Hoe het wordt aangeboden", examples=["maatwerk"])
    package: str | None = Field(description="Code van het pluspakket waar het in zit", examples=[None])


class ProductsOut(PagedOut):
    """Producten van de taakgebieden."""

    products: list[ProductOut] = Field(description="De producten")


class TariffOut(DatedOut):
    """Een prijs in een taakgebied."""

    area: NamedOut = Field(description="Het taakgebied")
    kind: TariffKind = Field(description="Waarvan het een prijs is", examples=["uur"])
    of: str = Field(description="Code van functie, product of kengetal", examples=["adviseur"])
    name: str = Field(description="Naam", examples=["Adviseur personeel"])
    price_cents: int = Field(
        description="Prijs in centen, per uur, per stuk of per eenheid en jaar", examples=[8250]
    )


class TariffsOut(PagedOut):
    """Tarieven van de taakgebieden."""

    tariffs: list[TariffOut] = Field(description="De tarieven")


class StatisticOut(IdentifiedOut):
    """Een kengetal van een organisatie op een peildatum."""

    organisation: NamedOut = Field(description="De organisatie")
    kind: CodeOut = Field(description="Soort kengetal")
    reference_on: date = Field(description="Dag waarvoor het cijfer geldt", examples=["2026-01-01"])
    value: str = Field(description="Het cijfer, exact, met een punt als decimaalteken", examples=["9410"])
    source: str = Field(description="Waar het vandaan komt", examples=["CBS, bevolking per gemeente"])


class StatisticsOut(PagedOut):
    """Kengetallen van organisaties."""

    statistics: list[StatisticOut] = Field(description="De kengetallen")


class YearFigureOut(IdentifiedOut):
    """Wat een organisatie in een heel eerder jaar had, voor gemiddelden over jaren."""

    area: NamedOut = Field(description="Het taakgebied")
    organisation: NamedOut = Field(description="De organisatie")
    year: int = Field(description="Het jaar", examples=[2024])
    product: str | None = Field(description="Code van het product; leeg is uren", examples=[None])
    minutes: int | None = Field(description="Uren in minuten, zonder product", examples=[72000])
    taken_count: int | None = Field(description="Hoeveel van het product zijn afgenomen", examples=[None])
    source: str = Field(description="Waar het vandaan komt", examples=["Jaarrekening 2024"])


class YearFiguresOut(PagedOut):
    """Cijfers van eerdere jaren."""

    year_figures: list[YearFigureOut] = Field(description="De jaarcijfers")


class AgreementOut(DatedOut):
    """Een dienstverleningsovereenkomst: omvang, kwaliteit en prijs."""

    code: str = Field(description="Code van de overeenkomst", examples=["DVO-SZ-VLI"])
    version: int = Field(description="Versie", examples=[1])
    area: NamedOut = Field(description="Het taakgebied")
    organisation: NamedOut = Field(description="De deelnemer waarmee zij is gesloten")
    quantity: str = Field(description="Wat wordt geleverd", examples=["Alle uitkeringen van de deelnemer"])
    quality: str = Field(
        description="Hoe goed", examples=["Negen van de tien opdrachten op de afgesproken dag"]
    )
    price: str = Field(
        description="Waarvoor", examples=["30 % van de kosten naar inwoners, 70 % naar cliënten"]
    )


class AgreementsOut(PagedOut):
    """Dienstverleningsovereenkomsten."""

    agreements: list[AgreementOut] = Field(description="De overeenkomsten")


class YearContractOut(DatedOut):
    """Uren of aantallen die voor een jaar zijn afgesproken."""

    code: str = Field(description="Code van het jaarcontract", examples=["JC-2026-SZ-VLI"])
    area: NamedOut = Field(description="Het taakgebied")
    organisation: NamedOut = Field(description="De deelnemer")
    product: NamedOut | None = Field(description="Het product, als het om één product gaat", examples=[None])
    agreed_minutes: int | None = Field(description="Afgesproken tijd in minuten", examples=[61200])
    agreed_count: int | None = Field(description="Afgesproken aantal", examples=[None])


class YearContractsOut(PagedOut):
    """Jaarcontracten van de deelnemers."""

    year_contracts: list[YearContractOut] = Field(description="De jaarcontracten")


class ShareOut(Wire):
    """Wat een onderdeel van één deelnemer zegt."""

    organisation: NamedOut = Field(description="De deelnemer")
    part: PartOut | None = Field(description="Afgesproken deel", examples=[None])
    brought_in_cents: int | None = Field(description="Ingebracht budget in centen per jaar", examples=[None])
    minimum_cents: int | None = Field(description="Minste in centen per jaar", examples=[None])
    maximum_cents: int | None = Field(description="Meeste in centen per jaar", examples=[None])


class ComponentOut(Wire):
    """Een onderdeel van een verdeelafspraak: wat het neemt en waarnaar dat wordt verdeeld."""

    position: int = Field(description="Plaats in de volgorde van uitvoeren", examples=[1])
    takes: Takes = Field(description="Welk deel van de kosten het neemt", examples=["percentage"])
    part: PartOut | None = Field(
        description="Het percentage als breuk", examples=[{"teller": 3, "noemer": 10}]
    )
    category: str | None = Field(description="De kostensoort die het neemt", examples=[None])
    fixed_cents: int | None = Field(description="Vast bedrag in centen per jaar", examples=[None])
    tariff_kind: TariffKind | None = Field(description="Waarvan het tarief een prijs is", examples=[None])
    driver: Driver | None = Field(
        description="Waarnaar het wordt verdeeld; leeg bij een tarief", examples=["inwoners"]
    )
    statistic_kind: CodeOut | None = Field(description="Het kengetal, als de maatstaf er een noemt")
    product: str | None = Field(description="Code van het product waarnaar wordt geteld", examples=[None])
    package: str | None = Field(description="Code van het pluspakket waarvoor het geldt", examples=[None])
    reference: Reference = Field(description="Welk cijfer telt", examples=["1-januari"])
    average_years: int | None = Field(description="Over hoeveel jaren wordt gemiddeld", examples=[None])
    kept_years: int | None = Field(description="Hoeveel jaren het gemiddelde blijft gelden", examples=[None])
    label: str = Field(description="Toelichting", examples=[""])
    shares: list[ShareOut] = Field(description="Vaste delen en grenzen per deelnemer", examples=[[]])


class PolicyOut(DatedOut):
    """Een verdeelafspraak: hoe de kosten van een taakgebied worden verdeeld."""

    area: NamedOut = Field(description="Het taakgebied")
    version: int = Field(description="Versie", examples=[2])
    settlement_months: int = Field(description="Lengte van een afrekenperiode in maanden", examples=[3])
    has_advances: bool = Field(description="Of er voorschotten worden gefactureerd", examples=[False])
    result: TariffResult = Field(
        description="Waar het resultaat van tarieven heen gaat", examples=["meenemen"]
    )
    agreement_clause: str = Field(
        description="Waar het is afgesproken",
        examples=["dienstverleningsovereenkomst Sociale zaken 2025–2028, artikel 7"],
    )
    result_driver: Driver | None = Field(
        description="Waarnaar het resultaat wordt verdeeld, als het wordt verdeeld", examples=[None]
    )
    phase: PartOut | None = Field(description="Deel van de nieuwe sleutel bij invoeren in stappen")
    old_version: int | None = Field(
        description="Versie waarvan de sleutel voor de rest geldt, bij invoeren in stappen", examples=[None]
    )
    components: list[ComponentOut] = Field(description="De onderdelen, in volgorde van uitvoeren")


class PoliciesOut(PagedOut):
    """Verdeelafspraken van de taakgebieden."""

    policies: list[PolicyOut] = Field(description="De verdeelafspraken")


class MonthOut(Wire):
    """Een maand en wat ervan is afgesloten."""

    month: str = Field(description="De maand", examples=["2026-03"])
    hours_closed_at: datetime | None = Field(
        description="Sinds wanneer uren alleen nog correcties zijn", examples=["2026-04-10T12:00:00Z"]
    )
    costs_closed_at: datetime | None = Field(
        description="Sinds wanneer kosten alleen nog correcties zijn", examples=["2026-04-10T12:00:00Z"]
    )
    counts_closed_at: datetime | None = Field(
        description="Sinds wanneer aantallen alleen nog correcties zijn", examples=["2026-04-10T12:00:00Z"]
    )
    cut_off_at: datetime | None = Field(
        description="Tot welk moment een afrekening deze maand leest", examples=["2026-04-17T08:00:00Z"]
    )
