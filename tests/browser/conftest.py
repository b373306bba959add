"""A real server and a real Chromium for the journeys.

Every page that a journey opens is watched: a request to another host, a violation of the
Content-Security-Policy, an error in the page's script or a failed request fails the test.
"""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, sync_playwright

from tests.prepare import chromium

ROOT = Path(__file__).resolve().parents[2]
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
STANDARD = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
PASSWORD = "a long enough password 7"


@dataclass
class Server:
    """A running application: its address, its instance, and the commands on its database."""

    url: str
    instance: Path
    environment: dict[str, str]
    process: subprocess.Popen[bytes] | None = None

    def flask(self, *arguments: str, stdin: str = "") -> str:
        """Run a command of the application on the same database."""
        done = subprocess.run(
            [sys.executable, "-m", "flask", "--app", "wsgi", *arguments],
            cwd=ROOT,
            env=self.environment,
            input=stdin,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout


def _free_port() -> int:
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        port: int = sock.getsockname()[1]
        return port


def _serve(folder: Path, seed: str, **more: str) -> Iterator[Server]:
    port = _free_port()
    environment = {
        **{key: value for key, value in os.environ.items() if not key.startswith("PLANNER_")},
        "PLANNER_INSTANCE_PATH": str(folder),
        "PLANNER_RATE_LIMITS": "0",
        "PORT": str(port),
        "SEED": seed,
        "WEB_CONCURRENCY": "1",
        **more,
    }
    server = Server(f"http://127.0.0.1:{port}", folder, environment)
    log = (folder / "server.log").open("wb")
    server.process = subprocess.Popen(
        [sys.executable, "-m", "planner.cli.start"],
        cwd=ROOT,
        env=environment,
        stdout=log,
        stderr=subprocess.STDOUT,
    )
    try:
        _wait_until_ready(server, folder / "server.log")
        yield server
    finally:
        server.process.send_signal(signal.SIGTERM)
        server.process.wait(timeout=30)
        log.close()


def _wait_until_ready(server: Server, log: Path) -> None:
    for _ in range(600):
        assert server.process is not None
        if server.process.poll() is not None:
            break
        try:
            with urlopen(f"{server.url}/healthz", timeout=2) as answer:
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.2)
    pytest.fail(f"the server did not start:\n{log.read_text(errors='replace')[-3000:]}")


@pytest.fixture(scope="session")
def seocho(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server with the seocho-2023 season and an organizer, an administrator and a recorder."""
    for server in _serve(tmp_path_factory.mktemp("seocho"), "seocho-2023"):
        for role in ("administrator", "organizer", "recorder", "viewer"):
            add_person(server, f"{role}@seocho.example", "seocho", role)
        yield server


@pytest.fixture
def empty_server(tmp_path: Path) -> Iterator[Server]:
    """A server started with SEED=none; its first account is in the log."""
    yield from _serve(tmp_path, "none")


def add_person(server: Server, email: str, office: str, role: str) -> None:
    server.flask(
        "users", "add", email, "--office", office, "--role", role, "--password-stdin",
        stdin=PASSWORD + "\n",
    )  # fmt: skip


def first_account(server: Server) -> tuple[str, str]:
    """The e-mail and the password that the first start printed."""
    text = (server.instance / "server.log").read_text(encoding="utf-8")
    email = re.search(r"E-mail\s+(\S+)", text)
    password = re.search(r"Password\s+(\S+)", text)
    assert email and password, text
    return email[1], password[1]


@pytest.fixture(scope="session")
def playwright_driver() -> Iterator[Playwright]:
    with sync_playwright() as driver:
        yield driver


@pytest.fixture(scope="session")
def browser(playwright_driver: Playwright) -> Iterator[Browser]:
    path = chromium()
    assert path, "no Chromium: run `python -m tests.prepare`"
    made = playwright_driver.chromium.launch(executable_path=path, args=list(ARGUMENTS))
    yield made
    made.close()


@dataclass
class Watch:
    """What went wrong on the pages of one context."""

    faults: list[str] = field(default_factory=list)

    def on(self, context: BrowserContext) -> None:
        context.add_init_script(
            "document.addEventListener('securitypolicyviolation', e =>"
            " console.error('CSP ' + e.violatedDirective + ' ' + e.blockedURI))"
        )
        context.on("request", self._request)
        context.on("console", self._console)
        context.on("weberror", lambda error: self.faults.append(f"script: {error.error}"))

    def _request(self, request: Any) -> None:
        if not request.url.startswith(("http://127.0.0.1:", "data:", "blob:")):
            self.faults.append(f"another host: {request.url}")

    def _console(self, message: Any) -> None:
        if message.type == "error" and "status of 4" not in message.text:
            self.faults.append(f"console: {message.text}")


@pytest.fixture
def open_page(browser: Browser) -> Iterator[Callable[..., Page]]:
    """`open_page(server, width=1440, email=None, language="ko")`: a watched page, signed in."""
    contexts: list[BrowserContext] = []
    watch = Watch()

    def make(
        server: Server, *, width: int = 1440, email: str | None = None, language: str = "ko"
    ) -> Page:
        height = 844 if width < 600 else 900
        context = browser.new_context(
            base_url=server.url,
            viewport={"width": width, "height": height},
            has_touch=width < 600,
            locale="ko-KR",
            accept_downloads=True,
        )
        context.set_default_timeout(15_000)
        context.add_cookies([{"name": "locale", "value": language, "url": server.url}])
        watch.on(context)
        contexts.append(context)
        page = context.new_page()
        if email:
            sign_in(page, email, PASSWORD)
        return page

    yield make
    for context in contexts:
        context.close()
    assert watch.faults == []


def sign_in(page: Page, email: str, password: str) -> None:
    page.goto("/sign-in")
    page.fill("[name=email]", email)
    page.fill("[name=password]", password)
    page.locator("main form [type=submit]").first.click()
    page.wait_for_url(lambda url: "/sign-in" not in url)


def violations(page: Page) -> list[str]:
    """axe's findings of level A and AA on this page, one line each."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate(
        "tags => axe.run(document, {runOnly: {type: 'tag', values: tags}})"
        ".then(r => r.violations.map(v => v.id + ': ' + v.nodes.slice(0, 3)"
        ".map(n => n.target.join(' ') + ' ' + n.failureSummary).join(' | ')))",
        list(STANDARD[:-1]),
    )
    return [f"{page.url} {line}" for line in found]


def overflows(page: Page) -> bool:
    """Whether the page scrolls sideways."""
    return bool(
        page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    )
