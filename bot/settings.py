"""Every setting of Attaché: from the environment, then from ``.env``; nothing else is configured anywhere."""

from __future__ import annotations

import socket
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from bot.articles.limits import FetchSettings
from bot.home import default_home
from bot.workers import default_workers
from summarizers.errors import AttacheError


class BadSettings(AttacheError):
    """A setting has a value that cannot work; the message names the setting and what it should be."""

    kind = "bad-settings"


class Settings(BaseSettings):
    """The settings, each with the environment variable that holds it.

    Field descriptions are the documentation: ``.env.example`` is compared with them by a test.
    """

    model_config = SettingsConfigDict(
        env_file=".env",
        env_file_encoding="utf-8",
        extra="ignore",
        env_ignore_empty=True,
        frozen=True,
        hide_input_in_errors=True,
    )

    slack_bot_token: SecretStr | None = Field(
        None,
        validation_alias="SLACK_BOT_TOKEN",
        description="Bot token, begins with xoxb-. Without it the local demo starts.",
    )
    slack_app_token: SecretStr | None = Field(
        None,
        validation_alias="SLACK_APP_TOKEN",
        description="App-level token with connections:write, begins with xapp-. Needed for Socket Mode.",
    )
    slack_signing_secret: SecretStr | None = Field(
        None,
        validation_alias="SLACK_SIGNING_SECRET",
        description="Signing secret of the app. Needed for HTTP mode.",
    )
    slack_api_url: str = Field(
        "https://slack.com/api/",
        validation_alias="SLACK_API_URL",
        description="Base address of the Slack Web API. Only tests and the demo change it.",
    )
    mode: Literal["socket", "http"] = Field(
        "socket",
        validation_alias="ATTACHE_MODE",
        description="How Slack reaches the bot: socket (no public address needed) or http.",
    )
    http_host: str = Field(
        "127.0.0.1",
        validation_alias="ATTACHE_HTTP_HOST",
        description="Address HTTP mode listens on.",
    )
    http_port: int = Field(
        3000,
        ge=0,
        le=65535,
        validation_alias="ATTACHE_HTTP_PORT",
        description="Port HTTP mode listens on; Slack's request URL is /slack/events there.",
    )
    home: Path = Field(
        default_factory=default_home,
        validation_alias="ATTACHE_HOME",
        description="Directory of the SQLite files. Default: the per-user data directory.",
    )
    database_url: SecretStr | None = Field(
        None,
        validation_alias="DATABASE_URL",
        description="postgresql://… keeps everything in that database in place of the SQLite files.",
    )
    executor_id: str = Field(
        default_factory=socket.gethostname,
        validation_alias="ATTACHE_EXECUTOR_ID",
        min_length=1,
        max_length=100,
        description="Name of this replica: different for each, the same after a restart. Default: the host name.",
    )
    contact: str | None = Field(
        None,
        validation_alias="ATTACHE_CONTACT",
        description="Mail or web address that sites see in the User-Agent.",
    )
    allowed_hosts: Annotated[tuple[str, ...], NoDecode] = Field(
        (),
        validation_alias="ATTACHE_ALLOWED_HOSTS",
        description="Intranet hosts the bot may read although their addresses are private, separated by commas.",
    )
    directory_update: bool = Field(
        False,
        validation_alias="ATTACHE_DIRECTORY_UPDATE",
        description="true asks Wikidata for new office-holders once a month, as `attache directory update` does.",
    )
    cache_hours: float = Field(
        24.0,
        ge=0,
        le=24 * 365,
        validation_alias="ATTACHE_CACHE_HOURS",
        description="Hours an article that was read is kept, so that a second paste costs no fetch.",
    )
    repeat_days: float = Field(
        3.0,
        ge=0,
        le=365,
        validation_alias="ATTACHE_REPEAT_DAYS",
        description="Days in which a link already briefed in a channel gets a pointer to its thread; 0 means never.",
    )
    keep_days: float = Field(
        180.0,
        ge=1,
        le=3650,
        validation_alias="ATTACHE_KEEP_DAYS",
        description="Days briefs and delivery records are kept.",
    )
    workers: int = Field(
        default_factory=default_workers,
        ge=1,
        le=64,
        validation_alias="ATTACHE_WORKERS",
        description="Processes that read pages and make briefs. Default: as many as there are cores, at least 2.",
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        "info",
        validation_alias="ATTACHE_LOG_LEVEL",
        description="Least severe lines that are logged: debug, info, warning or error.",
    )
    log_format: Literal["auto", "text", "json"] = Field(
        "auto",
        validation_alias="ATTACHE_LOG_FORMAT",
        description="text for people, json for collectors; auto is text on a terminal and json elsewhere.",
    )
    health_host: str = Field(
        "127.0.0.1",
        validation_alias="ATTACHE_HEALTH_HOST",
        description="Address of /healthz, /readyz and /metrics.",
    )
    health_port: int = Field(
        0,
        ge=0,
        le=65535,
        validation_alias="ATTACHE_HEALTH_PORT",
        description="Port of /healthz, /readyz and /metrics; 0 switches them off.",
    )
    demo_port: int = Field(
        0,
        ge=0,
        le=65535,
        validation_alias="ATTACHE_DEMO_PORT",
        description="Port of the demo's page on 127.0.0.1; 0 takes a free one.",
    )

    @field_validator(
        "slack_bot_token", "slack_app_token", "slack_signing_secret", "database_url", "contact", mode="before"
    )
    @classmethod
    def _empty_is_unset(cls, value: Any) -> Any:
        """``NAME=`` means "not set"; settings made in code may use it too."""
        return None if isinstance(value, str) and not value.strip() else value

    @field_validator("*", mode="before")
    @classmethod
    def _strip(cls, value: Any) -> Any:
        return value.strip() if isinstance(value, str) else value

    @field_validator("allowed_hosts", mode="before")
    @classmethod
    def _split_hosts(cls, value: Any) -> Any:
        if isinstance(value, str):
            return tuple(host.strip().lower() for host in value.split(",") if host.strip())
        return value

    @field_validator("slack_bot_token")
    @classmethod
    def _bot_token_shape(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and not value.get_secret_value().startswith("xoxb-"):
            raise ValueError("should begin with xoxb- (a bot token)")
        return value

    @field_validator("slack_app_token")
    @classmethod
    def _app_token_shape(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and not value.get_secret_value().startswith("xapp-"):
            raise ValueError("should begin with xapp- (an app-level token)")
        return value

    @field_validator("slack_api_url")
    @classmethod
    def _api_url_shape(cls, value: str) -> str:
        if not value.startswith(("https://", "http://127.0.0.1", "http://localhost", "http://[::1]")):
            raise ValueError("should be an https address, or http on this machine")
        return value if value.endswith("/") else value + "/"

    @field_validator("database_url")
    @classmethod
    def _database_url_shape(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and not value.get_secret_value().startswith(
            ("postgresql://", "postgres://", "postgresql+psycopg://")
        ):
            raise ValueError("should begin with postgresql://; leave it empty to keep SQLite files")
        if value is not None:
            _check_database_url(value.get_secret_value())
        return value

    @field_validator("home")
    @classmethod
    def _expand_home(cls, value: Path) -> Path:
        return value.expanduser().absolute()

    @model_validator(mode="after")
    def _tokens_fit_the_mode(self) -> Settings:
        if self.slack_bot_token is None:
            if self.slack_app_token is not None:
                raise ValueError("SLACK_APP_TOKEN is set, but SLACK_BOT_TOKEN is not; set both to connect to Slack")
            return self
        if self.mode == "socket" and self.slack_app_token is None:
            raise ValueError("SLACK_BOT_TOKEN is set, but SLACK_APP_TOKEN is not; Socket Mode needs both")
        if self.mode == "http" and self.slack_signing_secret is None:
            raise ValueError("ATTACHE_MODE=http needs SLACK_SIGNING_SECRET")
        return self

    @property
    def has_slack(self) -> bool:
        """Whether there are tokens for Slack; without them the local demo runs."""
        return self.slack_bot_token is not None

    def fetching(self) -> FetchSettings:
        """How pages and feeds are fetched under these settings: whatever reads the web takes its reader's values from here."""
        return FetchSettings(contact=self.contact or "", allowed_hosts=frozenset(self.allowed_hosts))


def _check_database_url(url: str) -> None:
    """Raises ValueError, without a word of the address, when it cannot be read."""
    import sqlalchemy as sa

    try:
        port = sa.make_url(url).port
    except (ValueError, sa.exc.ArgumentError):
        port = 0
    if port is not None and not 0 < port < 65_536:
        raise ValueError("should look like postgresql://user:password@host:5432/name, with a port from 1 to 65535")


def load_settings(**overrides: Any) -> Settings:
    """The settings of this process, ``overrides`` (by field name) winning over environment and ``.env``.

    Raises :class:`BadSettings` with one clear line; values are never repeated in it, as they may be secrets.
    """
    try:
        return Settings(
            **{str(Settings.model_fields[name].validation_alias): value for name, value in overrides.items()}
        )
    except ValidationError as error:
        lines = []
        for item in error.errors(include_input=False, include_url=False):
            name = str(item["loc"][0]) if item["loc"] else ""
            text = item["msg"].removeprefix("Value error, ")
            lines.append(f"{name}: {text}" if name else text)
        raise BadSettings("Please check the settings. " + "; ".join(lines) + ".") from error
