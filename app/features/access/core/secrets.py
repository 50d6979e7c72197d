"""Keys of applications, secrets of sessions and links to set a password: their form and their digest.

A key is `ssc_<prefix>_<secret>`. The prefix is public and finds the key; of the secret only the
SHA-256 is kept, which is enough because it is 32 random bytes (domain §13, data §3). The random
bytes come from outside: nothing here makes any.
"""

import hashlib
import hmac
import re
from base64 import b32encode, urlsafe_b64encode
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

KEY_MARK = "ssc"
PREFIX_BYTES = 5
SECRET_BYTES = 32
LINK_LASTS = timedelta(days=7)
"""How long an invited person can set a password with the link of the invitation."""

_KEY = re.compile(r"ssc_([a-z2-7]{8})_([A-Za-z0-9_-]{43})")
_LINK = re.compile(r"([0-9a-f]{32})\.(\d{1,12})\.([0-9a-f]{64})")


@dataclass(frozen=True, slots=True)
class Key:
    """A key in full: only ever in memory, and once on the screen of who made it."""

    prefix: str
    secret: str

    @property
    def text(self) -> str:
        """What the application sends."""
        return f"{KEY_MARK}_{self.prefix}_{self.secret}"


def new_key(prefix_bytes: bytes, secret_bytes: bytes) -> Key:
    """The key that random bytes (5 and 32) make.

    >>> new_key(bytes(5), bytes(32)).text
    'ssc_aaaaaaaa_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'
    """
    return Key(b32encode(prefix_bytes).decode().lower(), secret_text(secret_bytes))


def read_key(given: str) -> Key | None:
    """The parts of what an application sent; None when it has not the form of a key.

    >>> read_key("ssc_kort_geheim") is None
    True
    """
    found = _KEY.fullmatch(given)
    return None if found is None else Key(found[1], found[2])


def secret_text(secret_bytes: bytes) -> str:
    """Random bytes as text that fits in a header or a cookie."""
    return urlsafe_b64encode(secret_bytes).rstrip(b"=").decode()


def secret_digest(secret: str) -> bytes:
    """What is kept of a secret: 32 bytes from which it cannot be found back."""
    return hashlib.sha256(secret.encode()).digest()


def password_link(account_id: UUID, until: datetime, credential: str, installation_secret: bytes) -> str:
    """The last part of the address at which a person sets a password.

    `credential` is what is kept of the password now, empty when there is none: once a password is
    set the link has lost its worth, so it works once and needs no table.
    """
    seconds = int(until.timestamp())
    return f"{account_id.hex}.{seconds}.{_mac(account_id, seconds, credential, installation_secret)}"


def account_of_link(link: str) -> UUID | None:
    """Whose link it says to be; nothing is proven yet."""
    found = _LINK.fullmatch(link)
    return None if found is None else UUID(hex=found[1])


def is_password_link(link: str, now: datetime, credential: str, installation_secret: bytes) -> bool:
    """Whether the link is of ours, still within its time and not yet used."""
    found = _LINK.fullmatch(link)
    if found is None:
        return False
    account_id, seconds = UUID(hex=found[1]), int(found[2])
    expected = _mac(account_id, seconds, credential, installation_secret)
    return hmac.compare_digest(found[3], expected) and now < datetime.fromtimestamp(seconds, UTC)


def _mac(account_id: UUID, seconds: int, credential: str, installation_secret: bytes) -> str:
    message = f"wachtwoord\n{account_id.hex}\n{seconds}\n{credential}".encode()
    return hmac.new(installation_secret, message, hashlib.sha256).hexdigest()
