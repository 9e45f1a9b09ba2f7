"""설정 what differs between a laptop and a site: read from the environment, with defaults that need nothing."""

from functools import cached_property
from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Every setting is `HANMADANG_` and its name in capitals."""

    model_config = SettingsConfigDict(env_prefix="HANMADANG_", extra="ignore")

    home: Path = Field(default=Path(".hanmadang"), description="everything that this installation keeps")
    database: str = Field(default="", description="the database's address; SQLite in `home` when empty")
    keys: Path | None = Field(default=None, description="the key file; in `home` when not given")
    published: Path | None = Field(default=None, description="where published heads are kept")
    demonstration: bool = Field(default=True, description="make the practice year 2019 when nothing is there")
    host: str = Field(default="127.0.0.1", description="the address that the UI listens on")
    port: int = Field(default=4200, description="the UI's port")

    @cached_property
    def root(self) -> Path:
        return self.home.expanduser().absolute()

    @property
    def database_url(self) -> str:
        return self.database or f"sqlite:///{self.root / 'hanmadang.db'}"

    @property
    def keys_file(self) -> Path:
        return self.keys or self.root / "keys.json"

    @property
    def published_folder(self) -> Path:
        return self.published or self.root / "published"
