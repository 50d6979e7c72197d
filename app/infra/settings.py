"""Settings of an installation, from the environment or their defaults.

Each can be given with the prefix `SSC_`; the two addresses of the database also by the names that
hosting platforms use (`DATABASE_URL`, `DATABASE_OWNER_URL`).
"""

import secrets
from pathlib import Path

from pydantic import AliasChoices, Field, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

PROJECT = Path(__file__).resolve().parents[2]


class Settings(BaseSettings):
    """Where the data is and how the outside reaches this installation."""

    model_config = SettingsConfigDict(env_prefix="SSC_", extra="ignore", populate_by_name=True)

    database_url: str | None = Field(None, validation_alias=AliasChoices("SSC_DATABASE_URL", "DATABASE_URL"))
    """The database as the application sees it; none: the embedded server."""
    database_owner_url: str | None = Field(
        None, validation_alias=AliasChoices("SSC_DATABASE_OWNER_URL", "DATABASE_OWNER_URL")
    )
    """The same database as its owner: for migrate, verify and rebuild."""
    var_dir: Path = PROJECT / "var"
    postgres_bin: Path | None = None
    """Binaries of this machine for the embedded server, instead of those of the package."""
    base_url: str = "http://127.0.0.1:8000"
    smtp_host: str | None = None
    """The mail server; none: messages stay in the local mailbox."""
    smtp_port: int = 587
    smtp_starttls: bool = True
    smtp_user: str = ""
    smtp_password: str = ""
    smtp_from: str = "ssc@localhost"

    @field_validator("database_url", "database_owner_url")
    @classmethod
    def _with_driver(cls, url: str | None) -> str | None:
        """Hosting platforms write `postgres://` or `postgresql://`; the driver is ours to name."""
        scheme, found, rest = (url or "").partition("://")
        return (
            f"postgresql+psycopg://{rest}" if found and scheme in {"postgres", "postgresql"} else url or None
        )

    def secret(self) -> bytes:
        """The secret of this installation, made once and kept in `var/secret`."""
        path = self.var_dir / "secret"
        try:
            return path.read_bytes()
        except FileNotFoundError:
            self.var_dir.mkdir(parents=True, exist_ok=True)
            try:
                with path.open("xb") as new:
                    path.chmod(0o600)
                    new.write(secrets.token_bytes(32))
            except FileExistsError:
                pass
            return path.read_bytes()
