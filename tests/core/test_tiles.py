"""Templates of tiles, which tiles there are, what a picture is, and the breaker."""

from __future__ import annotations

import pytest

from planner.core.tiles import (
    REST,
    Breaker,
    TemplateError,
    check_template,
    image_type,
    tile_address,
    tile_wanted,
)

VWORLD = "https://api.vworld.kr/req/wmts/1.0.0/{key}/Base/{z}/{y}/{x}.png"


def test_y_may_stand_before_x() -> None:
    check_template(VWORLD, "K")
    assert tile_address(VWORLD, "K", 11, 1746, 793) == (
        "https://api.vworld.kr/req/wmts/1.0.0/K/Base/11/793/1746.png"
    )


@pytest.mark.parametrize(
    ("template", "key", "word"),
    [
        ("https://tile.example/{z}/{x}.png", "", "{z}, {x} and {y}"),
        ("https://{s}.tile.example/{z}/{x}/{y}.png", "", "{z}, {x} and {y}"),
        (VWORLD, "", "go together"),
        ("https://tile.example/{z}/{x}/{y}.png", "K", "go together"),
        ("http://tile.example/{z}/{x}/{y}.png", "", "https://"),
        ("ftp://tile.example/{z}/{x}/{y}.png", "", "https://"),
        ("//tile.example/{z}/{x}/{y}.png", "", "https://"),
        ("https:///{z}/{x}/{y}.png", "", "plain host"),
        ("https://{z}.example/{x}/{y}.png", "", "plain host"),
        ("https://me:secret@tile.example/{z}/{x}/{y}.png", "", "plain host"),
        ("https://tile.example/{z}/{x}/{y}.png ", "", "without spaces"),
        ("https://tile.example:99999/{z}/{x}/{y}.png", "", "plain host"),
        ("https://[::1/{z}/{x}/{y}.png", "", "plain host"),
    ],
)
def test_what_cannot_be_used_is_said(template: str, key: str, word: str) -> None:
    with pytest.raises(TemplateError, match=word.replace("{", r"\{").replace("}", r"\}")) as caught:
        check_template(template, key)
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize("host", ["127.0.0.1:8090", "localhost", "[::1]:80"])
def test_this_machine_may_be_asked_in_the_clear(host: str) -> None:
    check_template(f"http://{host}/{{z}}/{{x}}/{{y}}.png", "")


def test_only_tiles_around_korea() -> None:
    assert tile_wanted(11, 1746, 793)  # Seoul
    assert not tile_wanted(11, 1746, 0)
    assert not tile_wanted(11, 2**11, 793)
    assert not tile_wanted(4, 13, 6)
    assert not tile_wanted(19, 1746 * 256, 793 * 256, highest=18)
    assert tile_wanted(5, 27, 12)


def test_a_picture_is_known_by_its_first_bytes() -> None:
    assert image_type(b"\x89PNG\r\n\x1a\n....") == "image/png"
    assert image_type(b"\xff\xd8\xff\xe0") == "image/jpeg"
    assert image_type(b"RIFF\x00\x00\x00\x00WEBPVP8 ") == "image/webp"
    assert image_type(b"<svg onload=alert(1)>") == ""
    assert image_type(b"") == ""


def test_after_a_failure_one_tries_again_each_minute() -> None:
    breaker = Breaker()
    assert breaker.lets_through(0)
    breaker.failed(10)
    assert not breaker.lets_through(10 + REST - 1)
    assert breaker.lets_through(10 + REST)
    assert not breaker.lets_through(10 + REST)  # the others wait for what that one finds
    breaker.succeeded()
    assert breaker.lets_through(11 + REST)
