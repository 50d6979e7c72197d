"""Where the bytes of documents live: one interface, by their digest (data §6).

Put the bytes before the row is written, so that a row never lacks its file. Content is stored once
per collaboration. This keeps files below a folder; object storage fits behind the same two verbs.
"""

import hashlib
import os
import tempfile
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, Protocol
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, DateTime, Index, LargeBinary, Text, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from app.infra.schema import Base, Tenant


class Document(Tenant, Base):
    """A file that the house keeps: what it is, what it was made from, and its digest."""

    __tablename__ = "document"
    __table_args__ = (
        CheckConstraint("octet_length(sha256) = 32", name="sha256"),
        Index(None, "collaboration_id", "made_from_kind", "made_from_id"),
    )

    sha256: Mapped[bytes] = mapped_column(LargeBinary)
    size: Mapped[int] = mapped_column(BigInteger)
    media_type: Mapped[str] = mapped_column(Text)
    file_name: Mapped[str] = mapped_column(Text)
    kind: Mapped[str] = mapped_column(Text)
    made_from_kind: Mapped[str] = mapped_column(Text)
    made_from_id: Mapped[UUID] = mapped_column(Uuid)
    template_version: Mapped[str] = mapped_column(Text)
    recorded_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))


class Storage(Protocol):
    """Two verbs for bytes."""

    def put(self, collaboration_id: int, content: bytes) -> bytes:
        """Keep the content; gives its SHA-256."""
        ...

    def open(self, collaboration_id: int, sha256: bytes) -> BinaryIO:
        """The content, for reading; `FileNotFoundError` when it was never put."""
        ...


class FolderStorage:
    """Files below a folder, as `collaboration/aa/bb/sha256`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, collaboration_id: int, content: bytes) -> bytes:
        """Write aside, flush to disk, then rename: a file is whole or absent."""
        sha256 = hashlib.sha256(content).digest()
        path = self._path(collaboration_id, sha256)
        if path.exists():
            return sha256
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as aside:
            aside.write(content)
            aside.flush()
            os.fsync(aside.fileno())
        Path(aside.name).replace(path)
        return sha256

    def open(self, collaboration_id: int, sha256: bytes) -> BinaryIO:
        """The file, for reading."""
        return self._path(collaboration_id, sha256).open("rb")

    def _path(self, collaboration_id: int, sha256: bytes) -> Path:
        name = sha256.hex()
        return self._folder / str(collaboration_id) / name[:2] / name[2:4] / name
