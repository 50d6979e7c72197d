"""What if a partner joins or leaves: who takes part already and who runs an area are refused by name."""

import pytest

from app.features.settlement.core.errors import WrongFacts
from app.features.settlement.core.inputs import Inputs
from app.features.settlement.core.what_if import Change, ChangeKind, changed
from tests.golden.settlement_reader import read_inputs


def _of(inputs: Inputs, kind: ChangeKind, organisation: str, area: str = "") -> Inputs:
    return changed(inputs, [Change(kind, area=area, organisation=organisation)])


@pytest.fixture
def named() -> Inputs:
    """Vlist runs X and Z, and takes part in all but Z; nobody settles S; Nederlek takes part in X from February."""
    return read_inputs(
        {
            "period": "2026-Q1",
            "partners": {"NLK": "", "VLI": ""},
            "names": {"NLK": "Nederlek", "VLI": "Vlist"},
            "areas": {
                "S": {"name": "Stilte", "settled": "no"},
                "V": {"name": "Onderwijs", "participants": ["VLI"]},
                "W": {"name": "ICT"},
                "X": {
                    "name": "Orde en veiligheid",
                    "provider": "VLI",
                    "participants": {"NLK": "2026-02-01..", "VLI": ""},
                },
                "Z": {"name": "Vreemdelingenzaken", "provider": "VLI", "participants": ["NLK"]},
            },
        }
    )


def test_who_runs_an_area_is_told_what_it_runs_and_what_it_can_leave(named: Inputs) -> None:
    for organisation, area, said in (
        (
            "VLI",
            "",
            (
                "Vlist voert Orde en veiligheid en Vreemdelingenzaken zelf uit en kan daar niet uit. Kies een ander "
                "taakgebied: Onderwijs of ICT."
            ),
        ),
        (
            "VLI",
            "X",
            (
                "Vlist voert Orde en veiligheid zelf uit en kan daar niet uit. Kies een ander taakgebied: Onderwijs "
                "of ICT."
            ),
        ),
        (
            "C",
            "W",
            "C voert ICT zelf uit en kan daar niet uit. Er is geen ander taakgebied waaraan zij meedoet.",
        ),
    ):
        with pytest.raises(WrongFacts) as refused:
            _of(named, ChangeKind.LEAVES, organisation, area)
        assert refused.value.message == said


def test_who_takes_part_already_cannot_join(named: Inputs) -> None:
    everywhere = _of(named, ChangeKind.JOINS, "VLI")
    assert {row.area for row in everywhere.participations if row.organisation == "VLI"} >= {*"VWXZ"}
    for inputs, area, said in (
        (everywhere, "", "Vlist doet al mee aan alle taakgebieden. Kies een andere deelnemer."),
        (
            named,
            "X",
            "Vlist doet al mee aan Orde en veiligheid. Kies een andere deelnemer of een ander taakgebied.",
        ),
    ):
        with pytest.raises(WrongFacts) as refused:
            _of(inputs, ChangeKind.JOINS, "VLI", area)
        assert refused.value.message == said
    # Nederlek takes part in X from February only, so it can from January
    longer = _of(named, ChangeKind.JOINS, "NLK", "X")
    assert len(longer.participations) == len(named.participations) + 1
    assert _of(named, ChangeKind.JOINS, "VLI", "S").participations == named.participations
