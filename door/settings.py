"""설정 what differs between a laptop and a site: read from the environment, with defaults that need nothing."""

from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any, Literal, Self

from pydantic import Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from states.refusals import Refusal

_PREFIX = "HANMADANG_"
_RIGHT = {
    "port": "1에서 65535 사이의 수",
    "web_port": "1에서 65535 사이의 수",
    "demonstration": "true나 false",
    "demonstration_until": "2019-07-03T00:00처럼 날짜와 시각",
    "codes": "real(실제 주기만), always(언제나), never(묻지 않음) 가운데 하나",
    "home": "/로 시작하는 폴더의 이름",
}


class SettingUnreadable(Refusal):
    code = "settings.unreadable"
    text = "설정 {name:을/를} 읽을 수 없습니다. {right:을/를} 적어 주세요."


class Settings(BaseSettings):
    """Every setting is `HANMADANG_` and its name in capitals."""

    model_config = SettingsConfigDict(env_prefix=_PREFIX, extra="ignore")

    home: Path = Field(default=Path(".hanmadang"), description="everything that this installation keeps")
    database: str = Field(default="", description="the database's address; SQLite in `home` when empty")
    keys: Path | None = Field(default=None, description="the key file; in `home` when not given")
    published: Path | None = Field(default=None, description="where published heads are kept")
    demonstration: bool = Field(default=True, description="make the practice year 2019 when nothing is there")
    demonstration_until: datetime = Field(
        default=datetime(2019, 7, 3),  # noqa: DTZ001  # Korean time, as every moment that people write
        description="up to when the practice year is lived: the week that follows is the practice's present",
    )
    office: str = Field(default="서울특별시장", description="who signs official letters")
    codes: Literal["real", "always", "never"] = Field(
        default="real", description="when one-time codes are asked for: on real cycles, always, never"
    )
    host: str = Field(default="127.0.0.1", description="the address that the UI listens on")
    port: int = Field(default=4200, ge=1, le=65535, description="the UI's port")
    web_port: int | None = Field(
        default=None,
        ge=1,
        le=65535,
        description="the upload page's port; the one after the UI's when not given",
    )
    page: str = Field(
        default="",
        description="the upload page's address as people type it; that of the host and port when empty",
    )

    @classmethod
    def read(cls, **given: Any) -> Self:
        """Read the environment, or name the setting that cannot be read; its value may be a secret."""
        try:
            return cls(**given)
        except ValidationError as error:
            field = str(error.errors()[0]["loc"][0])
            right = _RIGHT.get(field, "알맞은 값")
            raise SettingUnreadable(name=f"{_PREFIX}{field.upper()}", right=right) from None

    @field_validator("home")
    @classmethod
    def _is_somewhere(cls, home: Path) -> Path:
        try:
            return home.expanduser()
        except RuntimeError as error:  # the home of a user who is not there
            raise ValueError(f"no such home, got {home}") from error

    @cached_property
    def root(self) -> Path:
        return self.home.absolute()

    @property
    def database_url(self) -> str:
        return self.database or f"sqlite:///{self.root / 'hanmadang.db'}"

    @property
    def keys_file(self) -> Path:
        return self.keys or self.root / "keys.json"

    @property
    def page_port(self) -> int:
        return self.web_port or (self.port + 1 if self.port < 65535 else self.port - 1)

    @property
    def page_address(self) -> str:
        return self.page.rstrip("/") or f"http://{self.host}:{self.page_port}"

    @property
    def published_folder(self) -> Path:
        return self.published or self.root / "published"
