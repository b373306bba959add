"""Settings from the environment, checked once at the start."""

from __future__ import annotations

import os
import secrets
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.utils import parseaddr
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from planner.core.addresses import is_address
from planner.core.tiles import HIGHEST, LOWEST
from planner.settings_tiles import read_provider

ROOT = Path(__file__).resolve().parent.parent
TRUE = frozenset({"1", "true", "yes", "on"})
FALSE = frozenset({"", "0", "false", "no", "off"})
MAIL_PORTS = {"starttls": 587, "tls": 465, "none": 25}
MAIL = tuple(f"PLANNER_SMTP_{name}" for name in ("HOST", "PORT", "USER", "PASSWORD", "TLS"))
HERE = frozenset({"localhost", "127.0.0.1", "::1"})
ADDRESS_API = "https://business.juso.go.kr/addrlink/addrLinkApi.do"


class SettingsError(ValueError):
    """One setting has a value that cannot be used; the message is one clear line."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that an operator may set. Each field is `PLANNER_` and its name in capitals."""

    instance_path: Path = ROOT / "instance"
    database_url: str = ""
    secret_key: str = ""
    tls: bool = False
    proxy_count: int = 0
    base_url: str = ""
    max_upload_mb: int = 8
    session_hours: int = 12
    default_locale: str = "ko"
    rate_limits: bool = True
    smtp_host: str = ""
    smtp_port: int = 0
    smtp_user: str = ""
    smtp_password: str = field(default="", repr=False)
    smtp_tls: str = "starttls"
    mail_from: str = ""
    address_api_key: str = field(default="", repr=False)
    address_api_url: str = ""
    map_tile_url: str = field(default="", repr=False)  # a key may stand in it
    map_tile_key: str = field(default="", repr=False)
    map_tile_credit: str = ""
    map_tile_cache: bool = False
    map_tile_max_zoom: int = HIGHEST
    testing: bool = False
    extra: Mapping[str, Any] = field(default_factory=dict)

    @classmethod
    def from_environment(cls, environ: Mapping[str, str] | None = None) -> Settings:
        """Read `PLANNER_…`; a bad value ends the program with one line that names it."""
        try:
            return cls.from_mapping(os.environ if environ is None else environ)
        except SettingsError as error:
            sys.exit(f"planner: {error}")

    @classmethod
    def from_mapping(cls, environ: Mapping[str, str]) -> Settings:
        """The same, raising `SettingsError`."""
        instance = Path(environ.get("PLANNER_INSTANCE_PATH") or ROOT / "instance").resolve()
        return cls(
            instance_path=instance,
            database_url=_database_url(environ, instance),
            secret_key=environ.get("PLANNER_SECRET_KEY") or _kept_secret(instance),
            tls=_flag(environ, "PLANNER_TLS"),
            proxy_count=_number(environ, "PLANNER_PROXY_COUNT", 0, 0, 10),
            base_url=_base_url(environ),
            max_upload_mb=_number(environ, "PLANNER_MAX_UPLOAD_MB", 8, 1, 200),
            session_hours=_number(environ, "PLANNER_SESSION_HOURS", 12, 1, 24 * 30),
            default_locale=_choice(environ, "PLANNER_DEFAULT_LOCALE", "ko", ("ko", "en")),
            rate_limits=_flag(environ, "PLANNER_RATE_LIMITS", default=True),
            **_mail(environ),
            **_address_api(environ),
            **_tiles(environ),
        )

    def flask_config(self) -> dict[str, Any]:
        """What Flask and its extensions read."""
        prefix = "__Host-" if self.tls else ""
        return {
            "SECRET_KEY": self.secret_key,
            "SQLALCHEMY_DATABASE_URI": self.database_url,
            "SESSION_COOKIE_NAME": f"{prefix}planner",
            "SESSION_COOKIE_SECURE": self.tls,
            "SESSION_COOKIE_HTTPONLY": True,
            "SESSION_COOKIE_SAMESITE": "Lax",
            "SESSION_COOKIE_PATH": "/",
            "MAX_CONTENT_LENGTH": self.max_upload_mb * 1024 * 1024,
            "MAX_FORM_MEMORY_SIZE": 2 * 1024 * 1024,
            "MAX_FORM_PARTS": 5000,
            "WTF_CSRF_TIME_LIMIT": None,
            "BABEL_DEFAULT_LOCALE": self.default_locale,
            "BABEL_DEFAULT_TIMEZONE": "Asia/Seoul",
            "RATELIMIT_ENABLED": self.rate_limits,
            "RATELIMIT_STORAGE_URI": "memory://",
            "RATELIMIT_HEADERS_ENABLED": True,
            "TESTING": self.testing,
            **self.extra,
        }


def _database_url(environ: Mapping[str, str], instance: Path) -> str:
    url = environ.get("PLANNER_DATABASE_URL", "")
    if not url:
        instance.mkdir(parents=True, exist_ok=True)
        return f"sqlite:///{instance / 'planner.db'}"
    scheme = urlsplit(url).scheme
    if scheme in ("postgres", "postgresql"):
        return "postgresql+psycopg" + url[len(scheme) :]
    if scheme in ("sqlite", "postgresql+psycopg"):
        return url
    raise SettingsError(
        f"PLANNER_DATABASE_URL begins with {scheme or url!r}; use sqlite:///… or postgresql://…"
    )


def _kept_secret(instance: Path) -> str:
    """The key made at the first start and kept beside the database, readable by its owner only."""
    path = instance / "secret_key"
    try:
        return path.read_text(encoding="ascii")
    except FileNotFoundError:
        instance.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:  # another worker was first
        return path.read_text(encoding="ascii")
    with os.fdopen(handle, "w", encoding="ascii") as file:
        key = secrets.token_urlsafe(48)
        file.write(key)
    return key


def _flag(environ: Mapping[str, str], name: str, *, default: bool = False) -> bool:
    text = environ.get(name)
    if text is None:
        return default
    if text.lower() in TRUE:
        return True
    if text.lower() in FALSE:
        return False
    raise SettingsError(f"{name} is {text!r}; use 1 or 0")


def _number(environ: Mapping[str, str], name: str, default: int, low: int, high: int) -> int:
    text = environ.get(name)
    if not text:
        return default
    if not text.isascii() or not text.isdigit() or not low <= int(text) <= high:
        raise SettingsError(f"{name} is {text!r}; use a whole number from {low} to {high}")
    return int(text)


def _choice(environ: Mapping[str, str], name: str, default: str, choices: tuple[str, ...]) -> str:
    text = environ.get(name) or default
    if text not in choices:
        raise SettingsError(f"{name} is {text!r}; use one of {', '.join(choices)}")
    return text


def _base_url(environ: Mapping[str, str]) -> str:
    text = environ.get("PLANNER_BASE_URL", "").rstrip("/")
    if text and urlsplit(text).scheme not in ("http", "https"):
        raise SettingsError(f"PLANNER_BASE_URL is {text!r}; it begins with http:// or https://")
    return text


def _mail(environ: Mapping[str, str]) -> dict[str, Any]:
    """The mail server for letters to agencies; nothing where none is named."""
    given = [name for name in (*MAIL[1:], "PLANNER_MAIL_FROM") if environ.get(name)]
    host, user, password = (environ.get(MAIL[i], "") for i in (0, 2, 3))
    if not host:
        if given:
            raise SettingsError(
                f"{given[0]} is set without PLANNER_SMTP_HOST; name the mail server"
            )
        return {}
    if any(sign.isspace() or sign in "/@" for sign in host):
        raise SettingsError(f"PLANNER_SMTP_HOST is {host!r}; use a host name without a scheme")
    tls = _choice(environ, "PLANNER_SMTP_TLS", "starttls", tuple(MAIL_PORTS))
    if bool(user) != bool(password):
        raise SettingsError("PLANNER_SMTP_USER and PLANNER_SMTP_PASSWORD go together; set both")
    if password and tls == "none" and host not in HERE:
        raise SettingsError(
            "PLANNER_SMTP_PASSWORD would travel in the clear; "
            "set PLANNER_SMTP_TLS to starttls or tls"
        )
    sender = environ.get("PLANNER_MAIL_FROM", "")
    if not is_address(parseaddr(sender)[1]) or not sender.isprintable():
        raise SettingsError(
            f"PLANNER_MAIL_FROM is {sender!r}; use name@example.org or Name <name@example.org>"
        )
    return {
        "smtp_host": host,
        "smtp_port": _number(environ, "PLANNER_SMTP_PORT", MAIL_PORTS[tls], 1, 65535),
        "smtp_user": user,
        "smtp_password": password,
        "smtp_tls": tls,
        "mail_from": sender,
    }


def _address_api(environ: Mapping[str, str]) -> dict[str, Any]:
    """The address search of a service, asked by the server only; nothing where no key is set."""
    key, url = (environ.get(f"PLANNER_ADDRESS_API_{name}", "") for name in ("KEY", "URL"))
    if not key:
        if url:
            raise SettingsError(
                "PLANNER_ADDRESS_API_URL is set without PLANNER_ADDRESS_API_KEY; set both"
            )
        return {}
    if not key.isprintable() or " " in key:
        raise SettingsError("PLANNER_ADDRESS_API_KEY holds a space or what cannot be printed")
    try:
        parts = urlsplit(url or ADDRESS_API)
    except ValueError:  # half an IPv6 address
        parts = urlsplit("")
    if not parts.hostname or not (
        parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in HERE)
    ):
        raise SettingsError(
            f"PLANNER_ADDRESS_API_URL is {url!r}; it begins with https:// and names a host"
        )
    return {"address_api_key": key, "address_api_url": url or ADDRESS_API}


def _tiles(environ: Mapping[str, str]) -> dict[str, Any]:
    """The provider of background maps; nothing where none is named."""
    try:
        provider = read_provider(environ)
    except ValueError as error:
        raise SettingsError(str(error)) from None
    most = _number(environ, "PLANNER_MAP_TILE_MAX_ZOOM", HIGHEST, LOWEST, HIGHEST)
    cache = _flag(environ, "PLANNER_MAP_TILE_CACHE")
    return {**provider, "map_tile_cache": cache, "map_tile_max_zoom": most} if provider else {}
