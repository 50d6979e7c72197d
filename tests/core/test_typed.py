"""What people type that is no day: the sentence says why, and what to type instead."""

import pytest

from app.kernel.typed import day_wrong, read_day


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("31-02-2026", "31-02-2026 bestaat niet: februari 2026 heeft 28 dagen. Kies een andere dag."),
        ("30-02-2028", "30-02-2028 bestaat niet: februari 2028 heeft 29 dagen. Kies een andere dag."),
        ("0-04-2026", "0-04-2026 bestaat niet: april 2026 heeft 30 dagen. Kies een andere dag."),
        ("31-13-2026", "31-13-2026 bestaat niet: een jaar heeft 12 maanden. Kies een andere dag."),
        ("31-00-2026", "31-00-2026 bestaat niet: een jaar heeft 12 maanden. Kies een andere dag."),
        ("01-01-1949", "01-01-1949 ligt te ver weg. Kies een dag van 1950 tot en met 2200."),
        ("01-01-2201", "01-01-2201 ligt te ver weg. Kies een dag van 1950 tot en met 2200."),
        ("32-12-1950", "32-12-1950 bestaat niet: december 1950 heeft 31 dagen. Kies een andere dag."),
        ("32-01-2200", "32-01-2200 bestaat niet: januari 2200 heeft 31 dagen. Kies een andere dag."),
        ("2026-03-31", "“2026-03-31” is geen datum. Schrijf de eerste dag als 31-03-2026."),
        ("31-03-26", "“31-03-26” is geen datum. Schrijf de eerste dag als 31-03-2026."),
        ("morgen", "“morgen” is geen datum. Schrijf de eerste dag als 31-03-2026."),
    ],
)
def test_what_is_no_day_says_why(typed: str, message: str) -> None:
    assert read_day(typed) is None
    assert day_wrong(typed, "de eerste dag") == message
