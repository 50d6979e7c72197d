"""Rows of agreements as a reader sees them: field by field, with names for codes."""

from datetime import date
from uuid import UUID

from app.features.partnership.core.rows import ParticipationRow, PolicyRow, TariffRow, Term
from app.features.partnership.core.views import Directory, Named
from app.features.partnership.core.words import TariffKind, TariffResult, VatCategory
from app.features.settlement.core.agreed_words import (
    participation_facts,
    policy_facts,
    subject_name,
    tariff_facts,
    vat_words,
)

ALWAYS = Term(date(2026, 1, 1))
NAMES = Directory(
    organisations={"P": Named(UUID(int=1), "P", "Polderdam")},
    areas={"X": Named(UUID(int=2), "X", "Onderwijs")},
    products={("X", "folder"): Named(UUID(int=3), "folder", "Folder")},
    packages={("X", "plus"): Named(UUID(int=4), "plus", "Pluspakket")},
    statistic_kinds={"inhabitants": "Inwoners"},
)


def _plain(facts: tuple[tuple[str, str], ...]) -> dict[str, str]:
    return {label: value.replace("\N{NO-BREAK SPACE}", " ") for label, value in facts}


def _tariff(kind: TariffKind, of: str) -> TariffRow:
    return TariffRow("X", kind, of, "Tarief 2026", 60_50, ALWAYS)


def test_a_tariff_names_what_it_is_a_price_of() -> None:
    assert _plain(tariff_facts(_tariff(TariffKind.PRODUCT, "folder"), NAMES)) == {
        "Taakgebied": "Onderwijs",
        "Product": "Folder",
        "Naam": "Tarief 2026",
        "Prijs zonder btw": "€ 60,50 per stuk",
        "Geldt": "vanaf 1 januari 2026",
    }
    names = [
        subject_name(_tariff(kind, of), NAMES)
        for kind, of in (
            (TariffKind.PRODUCT, "kaart"),
            (TariffKind.STATISTIC, "inhabitants"),
            (TariffKind.STATISTIC, "woningen"),
            (TariffKind.HOUR, "adviseur"),
            (TariffKind.HOUR, "folder"),
        )
    ]
    assert names == ["kaart", "Inwoners", "woningen", "adviseur", "folder"]
    assert (
        _plain(tariff_facts(_tariff(TariffKind.HOUR, "adviseur"), NAMES))["Prijs zonder btw"]
        == "€ 60,50 per uur"
    )


def _participation(
    category: VatCategory, basis_points: int = 0, transparent: bool = False
) -> ParticipationRow:
    return ParticipationRow("X", "P", ALWAYS, category, basis_points, transparent)


def test_a_charge_says_how_it_is_taxed() -> None:
    said = [
        vat_words(row).replace("\N{NO-BREAK SPACE}", " ")
        for row in (
            _participation(VatCategory.TAXED, 2100),
            _participation(VatCategory.TAXED, 950),
            _participation(VatCategory.EXEMPT),
            _participation(VatCategory.OUTSIDE, transparent=True),
        )
    ]
    assert said == ["belast 21 %", "belast 9,5 %", "vrijgesteld", "buiten de btw, transparantiemethode"]


def test_a_participation_names_its_package_when_it_has_one() -> None:
    base = _participation(VatCategory.EXEMPT)
    plus = ParticipationRow("X", "P", ALWAYS, VatCategory.EXEMPT, package="plus")
    assert _plain(participation_facts(base, NAMES)) == {
        "Taakgebied": "Onderwijs",
        "Organisatie": "Polderdam",
        "Btw": "vrijgesteld",
        "Geldt": "vanaf 1 januari 2026",
    }
    assert [label for label, _ in participation_facts(plus, NAMES)][2] == "Pakket"
    assert _plain(participation_facts(plus, NAMES))["Pakket"] == "Pluspakket"


def test_a_policy_says_how_often_and_where_it_is_agreed() -> None:
    quarterly = PolicyRow("X", 2, Term(date(2026, 1, 1), date(2026, 12, 31)), 3, ())
    yearly = PolicyRow("X", 1, ALWAYS, 12, (), True, TariffResult.RESERVE, "artikel 7")
    assert _plain(policy_facts(quarterly, NAMES)) == {
        "Taakgebied": "Onderwijs",
        "Versie": "2",
        "Afrekenen": "per kwartaal",
        "Resultaat van tarieven": "mee naar het volgende jaar",
        "Waar het is afgesproken": "niet genoemd",
        "Geldt": "1 januari t/m 31 december 2026",
    }
    found = _plain(policy_facts(yearly, NAMES))
    assert (found["Afrekenen"], found["Waar het is afgesproken"]) == (
        "per jaar, met voorschotten",
        "artikel 7",
    )
    assert found["Resultaat van tarieven"] == "naar de reserve"
