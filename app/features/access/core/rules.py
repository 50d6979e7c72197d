"""What is asked of a password, an e-mail address and a way back; how often and how long one may.

Times here are real time: sign-ins do not follow the clock of a demo (data §1).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.kernel.errors import Finding

MIN_PASSWORD = 12
MAX_PASSWORD = 200
"""Longer is refused, so that nobody lets us hash megabytes."""

SESSION_LASTS = timedelta(hours=12)
SESSION_IDLE = timedelta(hours=2)
"""A session ends after a working day, or after two hours in which no page was asked for."""

_EMAIL = re.compile(r"[^\s@]{1,64}@[^\s@.]+(\.[^\s@.]+)+")


@dataclass(frozen=True, slots=True)
class TryRule:
    """At most `limit` failed attempts within any `window`."""

    limit: int
    window: timedelta


PER_ACCOUNT = TryRule(8, timedelta(minutes=15))
PER_ADDRESS = TryRule(40, timedelta(minutes=15))
"""Wider than per account: a whole town hall may come from one address."""


def free_at(failures: Sequence[datetime], now: datetime, rule: TryRule) -> datetime | None:
    """From when one may try again; None when that is now. The window slides with `now`.

    >>> at = datetime(2026, 4, 1, 8, 0)
    >>> rule = TryRule(2, timedelta(minutes=15))
    >>> free_at([at, at + timedelta(minutes=5)], at + timedelta(minutes=6), rule)
    datetime.datetime(2026, 4, 1, 8, 15)
    >>> free_at([at, at + timedelta(minutes=5)], at + timedelta(minutes=15), rule) is None
    True
    """
    recent = sorted(at for at in failures if at > now - rule.window)
    if len(recent) < rule.limit:
        return None
    return recent[-rule.limit] + rule.window


def normal_email(given: str) -> str:
    """The address as it is kept and compared: without spaces around it, in small letters.

    >>> normal_email(" Fenna.Oomen@Centrum.Example ")
    'fenna.oomen@centrum.example'
    """
    return given.strip().lower()


def email_finding(given: str) -> Finding | None:
    """What is wrong with an e-mail address; None when it has the form of one."""
    if _EMAIL.fullmatch(normal_email(given)) and len(given) <= 254:
        return None
    return Finding("email", "Dit is geen e-mailadres. Schrijf het als naam@organisatie.nl.")


def password_finding(password: str, email: str, field: str = "wachtwoord") -> Finding | None:
    """What is wrong with a new password; None when it may be used. Length counts, not kinds of signs."""
    if len(password) < MIN_PASSWORD:
        return Finding(
            field,
            f"Dit wachtwoord is te kort: het heeft {len(password)} tekens en moet er {MIN_PASSWORD} hebben."
            " Een zin van vier woorden is goed.",
        )
    if len(password) > MAX_PASSWORD:
        return Finding(field, f"Dit wachtwoord is te lang. Gebruik ten hoogste {MAX_PASSWORD} tekens.")
    if password.lower() in (email, email.partition("@")[0]) or len(set(password)) < 4:
        return Finding(field, "Dit wachtwoord is te raden. Neem een zin die alleen u kent.")
    return None


def safe_way_back(path: str | None) -> str | None:
    """The path to go to after log-in, if it is one of this site; None for anything else.

    >>> safe_way_back("/k5/werkvoorraad?gebied=SZ")
    '/k5/werkvoorraad?gebied=SZ'
    >>> [safe_way_back(path) for path in ("//elders.example", "https://elders.example", "/\\\\elders", None)]
    [None, None, None, None]
    """
    if not path or not path.startswith("/") or path.startswith("//"):
        return None
    if "\\" in path or any(ord(sign) <= 32 or ord(sign) == 127 for sign in path):
        return None
    return path
