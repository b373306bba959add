"""Settings are read from the environment, checked at the start, and listed in the README."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest

from planner.settings import ADDRESS_API, Settings, SettingsError

ROOT = Path(__file__).resolve().parents[2]


def read(tmp_path: Path, **environ: str) -> Settings:
    return Settings.from_mapping({"PLANNER_INSTANCE_PATH": str(tmp_path), **environ})


def test_without_settings_the_database_is_a_file_of_the_instance(tmp_path: Path) -> None:
    settings = read(tmp_path)
    assert settings.database_url == f"sqlite:///{tmp_path / 'planner.db'}"
    assert settings.tls is False
    assert settings.default_locale == "ko"


def test_the_made_key_is_kept_and_private(tmp_path: Path) -> None:
    first = read(tmp_path).secret_key
    assert len(first) == 64
    assert read(tmp_path).secret_key == first
    assert (tmp_path / "secret_key").stat().st_mode & 0o777 == 0o600


def test_a_postgresql_address_gets_its_driver(tmp_path: Path) -> None:
    settings = read(tmp_path, PLANNER_DATABASE_URL="postgresql://planner@127.0.0.1/planner")
    assert settings.database_url == "postgresql+psycopg://planner@127.0.0.1/planner"


def test_behind_tls_the_cookie_has_the_host_prefix(tmp_path: Path) -> None:
    config = read(tmp_path, PLANNER_TLS="1").flask_config()
    assert config["SESSION_COOKIE_NAME"] == "__Host-planner"
    assert config["SESSION_COOKIE_SECURE"] is True


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("PLANNER_TLS", "perhaps", "PLANNER_TLS is 'perhaps'; use 1 or 0"),
        (
            "PLANNER_MAX_UPLOAD_MB",
            "many",
            "PLANNER_MAX_UPLOAD_MB is 'many'; use a whole number from 1 to 200",
        ),
        ("PLANNER_DEFAULT_LOCALE", "fr", "PLANNER_DEFAULT_LOCALE is 'fr'; use one of ko, en"),
        (
            "PLANNER_DATABASE_URL",
            "mysql://x",
            "PLANNER_DATABASE_URL begins with 'mysql'; use sqlite:///… or postgresql://…",
        ),
        (
            "PLANNER_BASE_URL",
            "ftp://x",
            "PLANNER_BASE_URL is 'ftp://x'; it begins with http:// or https://",
        ),
        (
            "PLANNER_SMTP_USER",
            "me",
            "PLANNER_SMTP_USER is set without PLANNER_SMTP_HOST; name the mail server",
        ),
        (
            "PLANNER_SMTP_HOST",
            "smtp://mail.example.org",
            "PLANNER_SMTP_HOST is 'smtp://mail.example.org'; use a host name without a scheme",
        ),
        (
            "PLANNER_SMTP_HOST",
            "mail.example.org",
            "PLANNER_MAIL_FROM is ''; use name@example.org or Name <name@example.org>",
        ),
    ],
)
def test_a_bad_setting_is_one_clear_line(
    tmp_path: Path, name: str, value: str, sentence: str
) -> None:
    with pytest.raises(SettingsError, match=r".*") as caught:
        read(tmp_path, **{name: value})
    assert str(caught.value) == sentence


def test_the_address_service(tmp_path: Path) -> None:
    assert read(tmp_path).address_api_key == ""
    settings = read(tmp_path, PLANNER_ADDRESS_API_KEY="devU01")
    assert settings.address_api_url == ADDRESS_API
    assert "devU01" not in repr(settings)
    here = read(
        tmp_path, PLANNER_ADDRESS_API_KEY="k", PLANNER_ADDRESS_API_URL="http://127.0.0.1:8/x"
    )
    assert here.address_api_url == "http://127.0.0.1:8/x"


@pytest.mark.parametrize(
    ("environ", "sentence"),
    [
        (
            {"PLANNER_ADDRESS_API_URL": "https://x"},
            "PLANNER_ADDRESS_API_URL is set without PLANNER_ADDRESS_API_KEY; set both",
        ),
        (
            {"PLANNER_ADDRESS_API_KEY": "two words"},
            "PLANNER_ADDRESS_API_KEY holds a space or what cannot be printed",
        ),
        *(
            (
                {"PLANNER_ADDRESS_API_KEY": "k", "PLANNER_ADDRESS_API_URL": url},
                f"PLANNER_ADDRESS_API_URL is {url!r}; it begins with https:// and names a host",
            )
            for url in ("http://example.org/x", "ftp://x", "https://", "https://[half", "x")
        ),
    ],
)
def test_a_bad_address_service_is_one_clear_line(
    tmp_path: Path, environ: dict[str, str], sentence: str
) -> None:
    with pytest.raises(SettingsError) as caught:
        read(tmp_path, **environ)
    assert str(caught.value) == sentence


MAIL = {"PLANNER_SMTP_HOST": "mail.example.org", "PLANNER_MAIL_FROM": "Seocho <desk@example.org>"}


def test_a_mail_server_needs_a_host_and_a_sender(tmp_path: Path) -> None:
    plain = read(tmp_path)
    assert (plain.smtp_host, plain.mail_from) == ("", "")
    settings = read(tmp_path, **MAIL)
    assert (settings.smtp_port, settings.smtp_tls) == (587, "starttls")
    assert read(tmp_path, **MAIL, PLANNER_SMTP_TLS="tls").smtp_port == 465
    assert read(tmp_path, **MAIL, PLANNER_SMTP_PORT="2525").smtp_port == 2525
    secret = read(tmp_path, **MAIL, PLANNER_SMTP_USER="me", PLANNER_SMTP_PASSWORD="hush 7")
    assert secret.smtp_password == "hush 7"
    assert "hush" not in repr(secret)


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        (
            {"PLANNER_SMTP_USER": "me"},
            "PLANNER_SMTP_USER and PLANNER_SMTP_PASSWORD go together; set both",
        ),
        (
            {"PLANNER_SMTP_USER": "me", "PLANNER_SMTP_PASSWORD": "x", "PLANNER_SMTP_TLS": "none"},
            "PLANNER_SMTP_PASSWORD would travel in the clear; "
            "set PLANNER_SMTP_TLS to starttls or tls",
        ),
        ({"PLANNER_SMTP_TLS": "ssl"}, "PLANNER_SMTP_TLS is 'ssl'; use one of starttls, tls, none"),
        (
            {"PLANNER_SMTP_PORT": "70000"},
            "PLANNER_SMTP_PORT is '70000'; use a whole number from 1 to 65535",
        ),
        (
            {"PLANNER_MAIL_FROM": "a@b.kr\nBcc: c@d.kr"},
            "PLANNER_MAIL_FROM is 'a@b.kr\\nBcc: c@d.kr'; "
            "use name@example.org or Name <name@example.org>",
        ),
    ],
)
def test_a_bad_mail_setting_is_one_clear_line(
    tmp_path: Path, more: dict[str, str], sentence: str
) -> None:
    with pytest.raises(SettingsError) as caught:
        read(tmp_path, **{**MAIL, **more})
    assert str(caught.value) == sentence
    assert "\n" not in str(caught.value)


def test_a_password_may_go_to_this_machine(tmp_path: Path) -> None:
    here = {**MAIL, "PLANNER_SMTP_HOST": "127.0.0.1", "PLANNER_SMTP_TLS": "none"}
    settings = read(tmp_path, **here, PLANNER_SMTP_USER="me", PLANNER_SMTP_PASSWORD="x")
    assert settings.smtp_port == 25


TILES = {
    "PLANNER_MAP_TILE_URL": "https://api.vworld.kr/req/wmts/1.0.0/{key}/Base/{z}/{y}/{x}.png",
    "PLANNER_MAP_TILE_KEY": "A1B2-C3",
    "PLANNER_MAP_TILE_CREDIT": "  VWorld ",
}


def test_tiles_are_off_unless_named(tmp_path: Path) -> None:
    settings = read(tmp_path)
    assert (settings.map_tile_url, settings.map_tile_cache) == ("", False)
    assert settings.map_tile_max_zoom == 19


def test_a_provider_of_tiles(tmp_path: Path) -> None:
    settings = read(tmp_path, **TILES, PLANNER_MAP_TILE_MAX_ZOOM="18", PLANNER_MAP_TILE_CACHE="1")
    assert settings.map_tile_credit == "VWorld"
    assert (settings.map_tile_max_zoom, settings.map_tile_cache) == (18, True)
    assert "A1B2-C3" not in repr(settings)


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        (
            {"PLANNER_MAP_TILE_URL": ""},
            "PLANNER_MAP_TILE_KEY is set without PLANNER_MAP_TILE_URL; name the tiles",
        ),
        (
            {"PLANNER_MAP_TILE_URL": "http://tile.example/{key}/{z}/{x}/{y}"},
            "PLANNER_MAP_TILE_URL cannot be used; use https://…, or http:// on this machine itself",
        ),
        (
            {"PLANNER_MAP_TILE_KEY": "a/../b"},
            "PLANNER_MAP_TILE_KEY holds other signs than letters, digits and -._~",
        ),
        (
            {"PLANNER_MAP_TILE_CREDIT": " "},
            "PLANNER_MAP_TILE_CREDIT is missing; name whom the map must credit",
        ),
        (
            {"PLANNER_MAP_TILE_MAX_ZOOM": "30"},
            "PLANNER_MAP_TILE_MAX_ZOOM is '30'; use a whole number from 5 to 19",
        ),
    ],
)
def test_wrong_tiles_are_one_clear_line(
    tmp_path: Path, more: dict[str, str], sentence: str
) -> None:
    with pytest.raises(SettingsError) as caught:
        read(tmp_path, **{**TILES, **more})
    assert str(caught.value) == sentence


def test_every_setting_has_a_line_in_the_readme() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    for field in fields(Settings):
        if field.name not in ("testing", "extra"):
            assert f"`PLANNER_{field.name.upper()}`" in text
