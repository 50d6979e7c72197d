"""Rows of agreements as a reader sees them: field by field, with names for codes."""

from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import UUID

from app.features.partnership.core.prices import PriceCorrection, price_now
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

NOON = datetime(2026, 4, 1, 12, tzinfo=UTC)
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


def test_the_price_that_counts_now_comes_first_and_what_it_was_stands_behind_it() -> None:
    row = _tariff(TariffKind.HOUR, "adviseur")
    march = PriceCorrection(
        UUID(int=1), UUID(int=0), 62_00, Term(date(2026, 3, 1), date(2026, 3, 31)), "", NOON, ""
    )
    said = [
        _plain(tariff_facts(row, NAMES, price_now(row, known, day)))
        for known, day in (
            ([march], date(2026, 3, 31)),
            ([march], date(2026, 4, 1)),
            ([], date(2026, 3, 31)),
            ([march], date(2025, 3, 31)),
        )
    ]
    assert [facts["Prijs zonder btw"] for facts in said] == [
        "€ 62,00 per uur, was € 60,50",
        "€ 60,50 per uur, op andere dagen gecorrigeerd",
        "€ 60,50 per uur",
        "€ 60,50 per uur, op andere dagen gecorrigeerd",
    ]
    assert {facts["Geldt"] for facts in said} == {"vanaf 1 januari 2026"}
    ended = replace(row, term=Term(date(2026, 1, 1), date(2026, 3, 31)))
    assert price_now(ended, [march], date(2026, 9, 1)).row.price_cents == 62_00


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
