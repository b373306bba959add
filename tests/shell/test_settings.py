"""Settings are read from the environment, checked at the start, and listed in the README."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest

from planner.settings import Settings, SettingsError

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
    ],
)
def test_a_bad_setting_is_one_clear_line(
    tmp_path: Path, name: str, value: str, sentence: str
) -> None:
    with pytest.raises(SettingsError, match=r".*") as caught:
        read(tmp_path, **{name: value})
    assert str(caught.value) == sentence


def test_every_setting_has_a_line_in_the_readme() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    for field in fields(Settings):
        if field.name not in ("testing", "extra"):
            assert f"`PLANNER_{field.name.upper()}`" in text
