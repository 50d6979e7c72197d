"""Keys, passwords, ways back and the sliding window of failed log-ins."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from app.features.access.core.rules import (
    MAX_PASSWORD,
    TryRule,
    email_finding,
    free_at,
    normal_email,
    password_finding,
    safe_way_back,
)
from app.features.access.core.secrets import (
    account_of_link,
    is_password_link,
    new_key,
    password_link,
    read_key,
    secret_digest,
)

AT = datetime(2026, 4, 1, 8, 0, tzinfo=UTC)
RULE = TryRule(3, timedelta(minutes=15))
ACCOUNT = UUID("0196a1c2-0000-7000-8000-000000000001")


def minutes(*after: int) -> list[datetime]:
    """Moments so many minutes after eight."""
    return [AT + timedelta(minutes=one) for one in after]


def test_a_key_is_read_as_it_was_made() -> None:
    key = new_key(b"12345", bytes(range(32)))
    assert read_key(key.text) == key
    assert len(secret_digest(key.secret)) == 32


@pytest.mark.parametrize(
    "given",
    [
        "",
        "ssc__",
        "ssc_aaaaaaaa_kort",
        "abc_aaaaaaaa_" + "A" * 43,
        "ssc_aaaaaaaa_" + "A" * 44,
        "ssc_AAAAAAAA_" + "A" * 43,
        "ssc_aaaaaaaa_" + "A" * 42 + "\n",
    ],
)
def test_what_is_not_a_key_is_not_looked_up(given: str) -> None:
    assert read_key(given) is None


def test_the_window_slides_and_frees_when_the_oldest_that_counts_leaves_it() -> None:
    assert free_at(minutes(0, 1), AT + timedelta(minutes=2), RULE) is None
    assert free_at(minutes(0, 1, 2), AT + timedelta(minutes=2), RULE) == AT + timedelta(minutes=15)
    assert free_at(minutes(0, 1, 2, 3), AT + timedelta(minutes=4), RULE) == AT + timedelta(minutes=16)
    assert free_at(minutes(0, 1, 2), AT + timedelta(minutes=15), RULE) is None


def test_the_order_of_failures_does_not_matter() -> None:
    now = AT + timedelta(minutes=4)
    assert free_at(minutes(3, 0, 2, 1), now, RULE) == free_at(minutes(0, 1, 2, 3), now, RULE)


def test_a_link_works_for_its_account_in_its_time_and_until_a_password_is_set() -> None:
    until = AT + timedelta(days=7)
    link = password_link(ACCOUNT, until, "", b"geheim")
    assert account_of_link(link) == ACCOUNT
    assert is_password_link(link, AT, "", b"geheim")
    assert not is_password_link(link, until, "", b"geheim")
    assert not is_password_link(link, AT, "$argon2id$…", b"geheim")
    assert not is_password_link(link, AT, "", b"ander geheim")
    other = link.replace(ACCOUNT.hex, UUID(int=1).hex)
    assert not is_password_link(other, AT, "", b"geheim")
    later = link.replace(str(int(until.timestamp())), str(int(until.timestamp()) + 1))
    assert not is_password_link(later, AT, "", b"geheim")


@pytest.mark.parametrize(
    "given",
    [
        "geen adres",
        "naam@",
        "@plaats.example",
        "naam@plaats",
        "a b@plaats.example",
        "naam@plaats..example",
        "n@" + "x" * 250 + ".example",
    ],
)
def test_what_is_no_email_address_is_found(given: str) -> None:
    assert email_finding(given) is not None


def test_an_email_address_is_compared_in_small_letters() -> None:
    assert email_finding(" Fenna@Centrum.Example ") is None
    assert normal_email(" Fenna@Centrum.Example ") == "fenna@centrum.example"


@pytest.mark.parametrize("given", ["elf tekens..", "regelmans@k5.example", "aaaaaaaaaaaaaa", "x1y2" * 60])
def test_passwords_are_long_and_not_to_be_guessed(given: str) -> None:
    wrong = password_finding(given, "regelmans@k5.example")
    assert (wrong is None) == (given == "elf tekens.." and len(given) >= 12)
    assert MAX_PASSWORD < 240


@pytest.mark.parametrize(
    "path", ["", "k5", "//a", "/\\a", "https://a", "/k5\n", "/k5\tx", "javascript:alert(1)", "/\x00"]
)
def test_only_paths_of_this_site_lead_back(path: str) -> None:
    assert safe_way_back(path) is None
