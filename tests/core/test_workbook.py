"""Sheets to rows and back: every wrong cell by sheet, row, column and reason."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest

from app.features.workbook.core.cells import CENTS, DAY, MINUTES, PART, WHOLE, YES, Cell, Kind, WrongCell
from app.features.workbook.core.checks import read_workbook
from app.features.workbook.core.sheets import SHEETS
from app.features.workbook.core.writing import write_grids
from app.kernel import glossary
from tests.workbook_world import k5_grids

Grids = dict[str, list[list[Cell]]]


def _without_play() -> Grids:
    grids = k5_grids()
    return {name: grid for name, grid in grids.items() if not name.endswith("-spel")}


def _findings(change: Callable[[Grids], object]) -> list[tuple[str, str]]:
    grids = _without_play()
    change(grids)
    rows, findings = read_workbook(grids)
    assert rows is None
    return [(finding.place, finding.message) for finding in findings]


def _set(sheet: str, row: int, column: str, value: Cell) -> Callable[[Grids], object]:
    """Change one cell; `row` as the reader counts, the heading being 1."""

    def change(grids: Grids) -> None:
        grid = grids[sheet]
        grid[row - 1][grid[0].index(column)] = value

    return change


def test_a_calendar_that_never_works_is_refused_at_its_row() -> None:
    def never(grids: Grids) -> None:
        sheet = grids["kalenderversies"]
        for column in range(1, 8):
            sheet[6][column] = ""

    (place, message), *rest = _findings(never)
    assert (place, rest) == ("kalenders, rij 7, kolom code", [])
    assert message.startswith("Kalender “Piketdienst ICT” heeft geen dag waarop wordt gewerkt.")


def test_the_case_of_the_seed_is_good_and_comes_back_the_same() -> None:
    rows, findings = read_workbook(_without_play())
    assert findings == ()
    assert rows is not None
    assert read_workbook(write_grids(rows)) == (rows, ())


@pytest.mark.parametrize(
    ("sheet", "row", "column", "value", "reason"),
    [
        ("tarieven", 2, "tarief", "82.5", "“82.5” is geen getal"),
        ("tarieven", 2, "tarief", "82,505", "meer dan twee cijfers"),
        ("tarieven", 2, "geldig_vanaf", "2026-02-30", "bestaat niet in de kalender"),
        ("tarieven", 2, "taakgebied", "", "Deze cel is leeg"),
        ("tarieven", 2, "soort", "dag", "Kies uit: uur, product, kengetal"),
        ("deelnames", 3, "organisatie", "XXX", "XXX is geen organisatie"),
        ("deelnames", 3, "geldig_vanaf", "1999-01-01", "niet al deze dagen deelnemer"),
        ("kengetallen", 4, "waarde", "-1", "nooit kleiner dan nul"),
        ("verdeelonderdelen", 4, "deel", "40 %", ""),
        ("verdeelonderdelen", 3, "verdeelmaatstaf", "", "Elk onderdeel noemt een verdeelmaatstaf"),
        ("verdeelafspraken", 3, "geldig_vanaf", "2026-02-01", "eerste dag van een afrekenperiode"),
        ("verdeelafspraken", 3, "deel_nieuwe_sleutel", "25 %", "Noem de versie waarvan de sleutel"),
        ("verdeelafspraken", 3, "versie_oude_sleutel", "1", "Vul in welk deel van de nieuwe sleutel"),
        ("verdeelafspraken", 8, "resultaat", "verdelen", "Waarnaar het resultaat wordt verdeeld"),
        ("verdeelafspraken", 8, "resultaat_naar", "uren", "hoort bij verdelen, en alleen daarbij"),
        (
            "verdeelonderdelen",
            10,
            "peildatum",
            "gemiddelde-jaren",
            "Een tarief rekent met wat er is afgenomen",
        ),
        ("kalenders", 2, "tijdzone", "Europe/Gouda", "Tijdzone Europe/Gouda bestaat niet"),
        ("kalenders", 3, "organisatie", "NLK", "NLK heeft al een kalender"),
        ("kalenderversies", 2, "maandag", "8:30 - 25:00", "zijn geen openingstijden"),
        ("kalenderversies", 2, "maandag", "08:30-12:30 12:00-17:00", "overlappen elkaar"),
        ("kalenderversies", 2, "feestdagen", "Sinterklaas", "Feestdag “Sinterklaas” kennen we niet"),
        ("kalenderversies", 2, "kalender", "nergens", "nergens staat niet op het blad kalenders"),
        ("kalenderdagen", 2, "dag", "2024-12-24", "geldt geen versie van de kalender"),
        ("normen", 2, "meting", "snelheid", "Kies uit: reactie, intake, oplevering"),
        ("normen", 2, "eenheid", "", "heeft een eenheid"),
        ("normen", 4, "hoeveelheid", "3", "is tegen de afgesproken dag"),
        ("normen", 2, "product", "onbekend", "Product onbekend hoort niet bij SZ"),
        ("normen", 2, "overeenkomst", "DVO-IT-NLK", "geldt dan niet voor SZ"),
        ("normen", 2, "kalender", "nergens", "nergens staat niet op het blad kalenders"),
        ("normen", 3, "meting", "reactie", "al zo'n norm"),
        ("normen", 2, "waarschuwt_bij", "half", "zijn geen percentages"),
        ("normen", 2, "waarschuwt_bij", "50; 50", "verschillende percentages"),
        ("normen", 2, "meldt_aan", "baas", "“baas” is geen rol"),
        ("dienstverbanden", 2, "medewerker", "M99", "M99 staat niet op het blad medewerkers"),
        ("dienstverbanden", 2, "uren_per_week", "80", "hoogstens 60"),
        ("detacheringen", 2, "fte", "0", "meer dan 0"),
        ("rollen", 26, "organisatie", "", "Bij deze rol hoort een organisatie"),
        ("rollen", 26, "rol", "baas", "Kies uit"),
        ("accounts", 2, "e_mail", "hier", "staat niet op het blad accounts"),
        ("kostenplaatsen", 2, "taakgebied", "", "hoort bij een kostenplaats"),
        ("kostenplaatsen", 8, "code", "LD", "geldt op sommige dagen al een andere versie"),
        ("doorbelastingen", 2, "verdeelmaatstaf", "vast", "Huisvesting heeft geen vaste percentages"),
        ("doorbelastingen", 2, "kostenplaats", "SZ", "is geen kostenplaats voor overhead"),
        ("doorbelastingen", 3, "overhead_methode", "wederkerig", "zijn één doorbelasting"),
        ("doorbelastingen", 2, "geldig_vanaf", "2025-02-01", "begint dan op de eerste dag van een"),
        ("kostenregels", 5, "kostenplaats", "XX", "XX staat niet op het blad kostenplaatsen"),
        ("kostenregels", 5, "kostensoort", "koffie", "Kies uit: personeel, inhuur"),
        ("begrotingsregels", 3, "kostensoort", "ict", "staat er al"),
        ("organisaties", 2, "iban", "NL00TEST0000000001", "controlegetal"),
    ],
)
def test_a_wrong_cell_is_named(sheet: str, row: int, column: str, value: str, reason: str) -> None:
    found = _findings(_set(sheet, row, column, value))
    assert any(reason in message for _, message in found), found


def test_the_place_is_that_of_the_sheet() -> None:
    assert [place for place, _ in _findings(_set("kostenregels", 7, "bedrag", "veel"))] == [
        "kostenregels, rij 7, kolom bedrag"
    ]
    found = _findings(_set("verdeelonderdelen", 5, "deel", "60 %"))
    assert [place for place, _ in found] == ["verdeelonderdelen, rij 5, kolom deel"]


def test_what_a_component_says_of_a_partner_is_named_on_its_own_sheet() -> None:
    def change(grids: Grids) -> None:
        grids["verdeeldelen"] += [
            ["SZ", "2", "1", "VLI", "", "", "200,00", "100,00"],
            ["HR", "1", "1", "BGA", "", "", "", "100,00"],
        ]

    assert [(place, message[:30]) for place, message in _findings(change)] == [
        ("verdeeldelen, rij 2, kolom minimum_per_jaar", "Het minimum van VLI is hoger d"),
        ("verdeeldelen, rij 3, kolom minimum_per_jaar", "Een minimum of maximum kan all"),
    ]


def test_many_wrong_cells_come_back_together_and_in_order() -> None:
    def change(grids: Grids) -> None:
        _set("kostenregels", 7, "bedrag", "veel")(grids)
        _set("organisaties", 3, "code", "")(grids)
        _set("tarieven", 2, "geldig_vanaf", "straks")(grids)

    places = [place.split(",")[0] for place, _ in _findings(change)]
    assert places == ["organisaties", "tarieven", "kostenregels"]


def test_sheets_and_columns_that_lack_or_are_unknown_are_named() -> None:
    assert _findings(lambda grids: grids.pop("organisaties"))[0][0] == "organisaties"
    assert _findings(lambda grids: grids.update(koffie=[["soort"]]))[0][0] == "koffie"
    assert _findings(_set("tarieven", 1, "tarief", "prijsje"))[0] == (
        "tarieven, rij 1, kolom prijsje",
        (
            "Deze kolom kennen we niet. De kolommen heten taakgebied, soort, waarvan, naam, tarief, geldig_vanaf "
            "en geldig_tot_en_met."
        ),
    )
    assert _findings(lambda grids: grids["tarieven"].clear())[0][0] == "tarieven"


def test_a_part_without_its_policy_is_named() -> None:
    found = _findings(_set("verdeelonderdelen", 2, "versie", "9"))
    assert ("verdeelonderdelen, rij 2, kolom taakgebied" in dict(found)) is True


def test_empty_rows_and_empty_sheets_are_passed_over() -> None:
    grids = _without_play()
    grids["kostenregels"].insert(3, ["", None, "  "])
    grids.pop("pakketten")
    rows, findings = read_workbook(grids)
    assert findings == ()
    assert rows is not None
    assert len(rows.cost_entries) == 226


@pytest.mark.parametrize(
    ("kind", "cell", "value"),
    [
        (CENTS, "€ 1.234,50", 123450),
        (CENTS, Decimal("-0.05"), -5),
        (WHOLE, Decimal("3.0"), 3),
        (DAY, date(2026, 1, 2), date(2026, 1, 2)),
        (MINUTES, Decimal("7.5"), 450),
        (YES, True, True),
        (YES, "Nee", False),
        (PART, "100 %", 1),
    ],
)
def test_cells_of_a_spreadsheet_keep_their_kind(kind: Kind, cell: Cell, value: object) -> None:
    assert kind.read(cell) == value


@pytest.mark.parametrize(
    ("kind", "cell"),
    [(WHOLE, "1,5"), (CENTS, True), (DAY, 45000), (MINUTES, "0,01"), (YES, "1"), (PART, Decimal("0.3"))],
)
def test_what_could_mean_two_things_is_not_guessed(kind: Kind, cell: Cell) -> None:
    with pytest.raises(WrongCell):
        kind.read(cell)


def test_every_sheet_and_column_has_its_dutch_name_once() -> None:
    assert len({sheet.name for sheet in SHEETS}) == len(SHEETS)
    for sheet in SHEETS:
        headings = [column.heading for column in sheet.columns]
        assert len(set(headings)) == len(headings), sheet.name
    assert {sheet.table for sheet in SHEETS} == set(glossary.SHEETS)
