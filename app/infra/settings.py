"""Settings of an installation, from the environment (prefix SSC_) or their defaults."""

import secrets
from pathlib import Path

from pydantic_settings import BaseSettings, SettingsConfigDict

PROJECT = Path(__file__).resolve().parents[2]


class Settings(BaseSettings):
    """Where the data is and how the outside reaches this installation."""

    model_config = SettingsConfigDict(env_prefix="SSC_", extra="ignore")

    database_url: str | None = None
    database_owner_url: str | None = None
    var_dir: Path = PROJECT / "var"
    postgres_bin: Path | None = None
    base_url: str = "http://127.0.0.1:8000"

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
