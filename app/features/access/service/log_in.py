"""Coming in and going out: log-in with a bounded rate, sessions, setting and changing a password.

A refused log-in is an outcome and not an error, because the failed attempt must be kept: its
transaction is committed. Sign-ins run on real time, roles on the clock of the work.
"""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from app.features.access.core import rules
from app.features.access.core.secrets import (
    LINK_LASTS,
    SECRET_BYTES,
    account_of_link,
    is_password_link,
    password_link,
    secret_digest,
    secret_text,
)
from app.features.access.core.values import Choice, SignedIn
from app.features.access.service.passwords import hash_password, is_outdated, is_password
from app.features.access.store import sign_ins
from app.infra.clock import real_now
from app.infra.db import UnitOfWork
from app.infra.http import NotLoggedIn
from app.kernel.actor import Actor
from app.kernel.errors import Finding, Invalid, NotFound

KEEP_FAILURES = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class LoggedIn:
    """A new session: what goes into the cookie, and until when it can last."""

    cookie: str
    expires_at: datetime
    account_id: UUID
    name: str


@dataclass(frozen=True, slots=True)
class LogInRefused:
    """Why not, in Dutch; `free_at` when it was tried too often."""

    message: str
    free_at: datetime | None = None


def log_in(work: UnitOfWork, email: str, password: str, address: str | None) -> LoggedIn | LogInRefused:
    """A new session for who knows the password. Unknown account and wrong password look the same."""
    now = real_now()
    email = rules.normal_email(email)
    by_account, by_address = _subject("account", email), _subject("address", address or "")
    sign_ins.lock_subject(work.session, by_account)
    refused = _tried_too_often(work, by_account, by_address, now)
    if refused is not None:
        return refused
    known = sign_ins.find_by_email(work.session, email)
    if (
        not is_password(password[: rules.MAX_PASSWORD + 1], known.password_hash if known else None)
        or known is None
    ):
        sign_ins.add_failures(work.session, (by_account, by_address), now, now - KEEP_FAILURES)
        return LogInRefused("Dit e-mailadres en wachtwoord horen niet bij elkaar. Probeer het opnieuw.")
    if known.password_hash is not None and is_outdated(known.password_hash):
        sign_ins.save_password(work.session, known.account_id, hash_password(password), now)
    return _open(work, known, address, now)


def account_of_cookie(work: UnitOfWork, cookie: str | None) -> SignedIn:
    """Who is behind a cookie, whatever the collaboration; raises `NotLoggedIn`."""
    found = sign_ins.find_sign_in(work.session, secret_digest(cookie or ""), "", real_now(), work.today)
    if found is None:
        raise NotLoggedIn("U bent niet (meer) ingelogd. Log opnieuw in.")
    return SignedIn(found.account_id, found.name)


def list_choices(work: UnitOfWork, account_id: UUID, name: str) -> list[Choice]:
    """The collaborations in which the account has a role today. The work goes on as this account."""
    work.become(Actor(0, "", name, (), account_id=account_id))
    return sign_ins.list_choices(work.session, account_id, work.today)


def log_out(work: UnitOfWork, cookie: str) -> None:
    """End the session of this cookie; nothing happens when it had ended."""
    sign_ins.revoke_sign_in(work.session, secret_digest(cookie), real_now())


def change_password(work: UnitOfWork, cookie: str, current: str, new: str, again: str) -> int:
    """Give one's own account another password and end its other sessions; gives how many.

    Raises `Invalid` with a finding per field.
    """
    account_id = work.actor.account_id
    known = sign_ins.find_by_account(work.session, account_id) if account_id else None
    if known is None:
        raise NotFound("Dit account")
    findings = _new_password_findings(new, again, known.email)
    if not is_password(current, known.password_hash):
        findings.insert(0, Finding("huidig", "Dit is niet uw wachtwoord van nu."))
    if findings:
        raise Invalid(findings)
    now = real_now()
    sign_ins.save_password(work.session, known.account_id, hash_password(new), now)
    work.record("wachtwoord wijzigen", "account", known.account_id)
    return sign_ins.revoke_sign_ins(work.session, known.account_id, now, but=secret_digest(cookie))


def make_password_link(work: UnitOfWork, account_id: UUID, installation_secret: bytes) -> str:
    """The last part of the address at which an invited person sets a first password."""
    known = sign_ins.find_by_account(work.session, account_id)
    if known is None:
        raise NotFound("Dit account")
    until = real_now() + LINK_LASTS
    return password_link(account_id, until, known.password_hash or "", installation_secret)


def get_invited(work: UnitOfWork, link: str, installation_secret: bytes) -> sign_ins.KnownAccount:
    """Whose password this link may set; raises `NotFound` when it is used, too old or not of ours."""
    account_id = account_of_link(link)
    known = sign_ins.find_by_account(work.session, account_id) if account_id else None
    if known is None or not is_password_link(
        link, real_now(), known.password_hash or "", installation_secret
    ):
        raise NotFound("Deze link")
    return known


def set_password(
    work: UnitOfWork, link: str, new: str, again: str, installation_secret: bytes, address: str | None
) -> LoggedIn:
    """Set the first password of an invited person and log in."""
    known = get_invited(work, link, installation_secret)
    findings = _new_password_findings(new, again, known.email)
    if findings:
        raise Invalid(findings)
    now = real_now()
    sign_ins.save_password(work.session, known.account_id, hash_password(new), now)
    return _open(work, known, address, now)


def _open(work: UnitOfWork, known: sign_ins.KnownAccount, address: str | None, now: datetime) -> LoggedIn:
    secret = secret_text(secrets.token_bytes(SECRET_BYTES))
    expires_at = now + rules.SESSION_LASTS
    values = {
        "id": work.new_id(),
        "account_id": known.account_id,
        "secret_sha256": secret_digest(secret),
        "address": address,
        "created_at": now,
        "expires_at": expires_at,
        "last_seen_at": now,
    }
    sign_ins.add_sign_in(work.session, values)
    return LoggedIn(secret, expires_at, known.account_id, known.name)


def _tried_too_often(
    work: UnitOfWork, by_account: bytes, by_address: bytes, now: datetime
) -> LogInRefused | None:
    longest = max(rules.PER_ACCOUNT.window, rules.PER_ADDRESS.window)
    failures = sign_ins.list_failures(work.session, (by_account, by_address), now - longest)
    free = [
        rules.free_at(failures[by_account], now, rules.PER_ACCOUNT),
        rules.free_at(failures[by_address], now, rules.PER_ADDRESS),
    ]
    latest = max((at for at in free if at is not None), default=None)
    if latest is None:
        return None
    minutes = max(1, -(-int((latest - now).total_seconds()) // 60))
    wait = "1 minuut" if minutes == 1 else f"{minutes} minuten"
    return LogInRefused(
        f"Er is te vaak een verkeerd wachtwoord gegeven. Probeer het over {wait} opnieuw.", latest
    )


def _new_password_findings(new: str, again: str, email: str) -> list[Finding]:
    finding = rules.password_finding(new, email, "nieuw")
    if finding is not None:
        return [finding]
    return [] if new == again else [Finding("nogmaals", "De twee nieuwe wachtwoorden zijn niet gelijk.")]


def _subject(kind: str, value: str) -> bytes:
    """What is kept instead of the address or the account itself."""
    return hashlib.sha256(f"{kind}\n{value}".encode()).digest()
