"""E-mail: written in the transaction of its cause, sent by a job, kept where it can be read back.

Without a mail server (`SSC_SMTP_HOST`) nothing leaves the house: a message waits in the local mailbox, which
its addressee reads on screen. What a message says is decided by the room that sends it.
"""

import smtplib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from uuid import UUID

from sqlalchemy import DateTime, ForeignKey, Index, Text, Uuid, insert, select, text, update
from sqlalchemy.orm import Mapped, mapped_column

from app.infra.db import UnitOfWork
from app.infra.schema import Base, Tenant
from app.infra.settings import Settings

DELIVER = "infra.deliver_mail"
_WAITING = "sent_at IS NULL AND refused IS NULL"


class Mail(Tenant, Base):
    """A message to one person; `refused` is why the mail server would not have it."""

    __tablename__ = "mail"
    __table_args__ = (
        Index("ix_mail_waiting", "collaboration_id", "created_at", postgresql_where=text(_WAITING)),
        Index(None, "account_id", "created_at"),
    )

    account_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("account.id", ondelete="RESTRICT"))
    address: Mapped[str] = mapped_column(Text)
    subject: Mapped[str] = mapped_column(Text)
    body: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    sent_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    refused: Mapped[str | None] = mapped_column(Text)


@dataclass(frozen=True, slots=True)
class Message:
    """What is sent to whom."""

    account_id: UUID
    address: str
    subject: str
    body: str


@dataclass(frozen=True, slots=True)
class Received:
    """A message as its addressee reads it in the local mailbox."""

    id: UUID
    subject: str
    body: str
    created_at: datetime


def send(work: UnitOfWork, messages: Sequence[Message]) -> None:
    """Put messages in the post: they exist if and only if this transaction commits."""
    if not messages:
        return
    rows = [
        {
            "collaboration_id": work.actor.collaboration_id,
            "id": work.new_id(),
            "account_id": one.account_id,
            "address": one.address,
            "subject": one.subject,
            "body": one.body,
            "created_at": work.now,
        }
        for one in messages
    ]
    work.session.execute(insert(Mail), rows)
    tenant = work.actor.collaboration_id
    work.defer(DELIVER, lock=f"{DELIVER}:{tenant}", collaboration_id=tenant)


def deliver_one(work: UnitOfWork, settings: Settings) -> bool:
    """Send the oldest message that waits; False when there is none, or no server to send by.

    Sent before it is marked: a crash in between sends it twice, under the same Message-ID. A message that the
    server will never take is marked as refused, so that it does not hold up the rest.
    """
    if settings.smtp_host is None:
        return False
    waiting = (
        select(Mail)
        .where(text(_WAITING))
        .order_by(Mail.created_at)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    mail = work.session.execute(waiting).scalar_one_or_none()
    if mail is None:
        return False
    fate: dict[str, object] = {"sent_at": work.now}
    try:
        _hand_over(settings, _letter(settings, mail))
    except (smtplib.SMTPRecipientsRefused, smtplib.SMTPDataError) as refusal:
        fate = {"refused": str(refusal)}
    work.session.execute(update(Mail).where(Mail.id == mail.id).values(**fate))
    return True


def list_received(work: UnitOfWork, limit: int) -> list[Received]:
    """The newest messages to who asks."""
    wanted = (
        select(Mail.id, Mail.subject, Mail.body, Mail.created_at)
        .where(Mail.account_id == work.actor.account_id)
        .order_by(Mail.created_at.desc(), Mail.id.desc())
        .limit(limit)
    )
    return [Received(*row) for row in work.session.execute(wanted)]


def _letter(settings: Settings, mail: Mail) -> EmailMessage:
    letter = EmailMessage()
    letter["From"] = settings.smtp_from
    letter["To"] = mail.address
    letter["Subject"] = mail.subject
    letter["Date"] = mail.created_at
    letter["Message-ID"] = f"<{mail.id}@{settings.smtp_from.rpartition('@')[2]}>"
    letter["Auto-Submitted"] = "auto-generated"
    letter.set_content(mail.body)
    return letter


def _hand_over(settings: Settings, letter: EmailMessage) -> None:
    assert settings.smtp_host is not None
    with smtplib.SMTP(settings.smtp_host, settings.smtp_port, timeout=30) as server:
        if settings.smtp_starttls:
            server.starttls()
        if settings.smtp_user:
            server.login(settings.smtp_user, settings.smtp_password)
        server.send_message(letter)
