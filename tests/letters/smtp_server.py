"""A tiny mail server on loopback: it keeps what it is handed and says what it is told to say."""

from __future__ import annotations

import base64
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from planner.settings import Settings


@dataclass
class Mailbox:
    """What came, and the answers to the next commands: `{"RCPT": "550 5.1.1 no such user"}`.

    An answer of '' ends the connection without a word.
    """

    port: int = 0
    answers: dict[str, str] = field(default_factory=dict)
    offers: tuple[str, ...] = ()
    messages: list[EmailMessage] = field(default_factory=list)
    raw: list[bytes] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    commands: list[str] = field(default_factory=list)
    arrived: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(0))

    def settings(self, plain: Settings, **values: Any) -> Settings:
        """Settings that lead here."""
        here = {"smtp_host": "127.0.0.1", "smtp_port": self.port, "smtp_tls": "none"}
        return replace(plain, **{**here, "mail_from": "desk@seocho.example", **values})


class Session(socketserver.StreamRequestHandler):
    """One client."""

    @property
    def box(self) -> Mailbox:
        box: Mailbox = self.server.box  # type: ignore[attr-defined]
        return box

    def say(self, line: str) -> None:
        self.wfile.write(line.encode() + b"\r\n")

    def handle(self) -> None:
        self.say(self.box.answers.get("CONNECT", "220 mail.example ready"))
        while line := self.rfile.readline():
            text = line.decode("utf-8", "replace").strip()
            command = text.split(" ")[0].upper()
            self.box.commands.append(command + text[len(command) :])
            answer = self.box.answers.get(command)
            if answer == "":
                return
            if answer:
                self.say(answer)
            elif not self.obey(command, text):
                return

    def obey(self, command: str, text: str) -> bool:
        if command == "EHLO":
            lines = ["mail.example", *self.box.offers]
            for i, name in enumerate(lines):
                self.say(f"250{' ' if i == len(lines) - 1 else '-'}{name}")
        elif command == "DATA":
            return self.take()
        elif command == "QUIT":
            self.say("221 bye")
            return False
        else:
            if command == "RCPT":
                self.box.recipients.append(text.partition(":")[2].strip("<>"))
            self.say("235 welcome" if command == "AUTH" else "250 ok")
        return True

    def take(self) -> bool:
        self.say("354 go on")
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line[1:] if line.startswith(b"..") else line)
        answer = self.box.answers.get("AFTER DATA", "250 taken")
        if answer == "":
            return False
        if answer.startswith("250"):
            self.box.raw.append(b"".join(lines))
            self.box.messages.append(
                message_from_bytes(b"".join(lines), policy=policy.default)  # type: ignore[arg-type]
            )
            self.box.arrived.release()
        self.say(answer)
        return True


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True


@contextmanager
def mail_server() -> Iterator[Mailbox]:
    """A server on a free port of loopback."""
    with Server(("127.0.0.1", 0), Session) as server:
        box = Mailbox(port=server.server_address[1])
        server.box = box  # type: ignore[attr-defined]
        thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        try:
            yield box
        finally:
            server.shutdown()
            thread.join()


def coded(text: str) -> str:
    """A secret as the protocol carries it."""
    return base64.b64encode(text.encode()).decode()
