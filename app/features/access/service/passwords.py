"""Passwords: argon2, by the advice for servers (19 MiB, two rounds, one lane). Some 30 ms each."""

from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

_HASHER = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)


def hash_password(password: str) -> str:
    """What is kept of a password."""
    return _HASHER.hash(password)


def is_password(password: str, kept: str | None) -> bool:
    """Whether it is the password of which the hash was kept.

    Without a hash (an unknown account, or one without password) the same work is done in vain, so
    that the time of the answer does not tell who has an account.
    """
    try:
        _HASHER.verify(kept or _of_nobody(), password)
    except (VerificationError, InvalidHashError):
        return False
    return kept is not None


def is_outdated(kept: str) -> bool:
    """Whether the hash was made with other parameters than those of now."""
    return _HASHER.check_needs_rehash(kept)


@cache
def _of_nobody() -> str:
    return _HASHER.hash("niemand heeft dit wachtwoord")
