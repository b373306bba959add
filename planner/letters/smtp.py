"""One letter handed to the mail server: a plain text for one reader, with nothing that tracks.

The steps of the protocol are taken one by one, to know what may be tried again: until the text is
handed over nothing can have been delivered; once it is, only the server's answer tells.
"""

from __future__ import annotations

import base64
import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr

from planner.core.addresses import is_address
from planner.core.letter_text import is_one_line
from planner.settings import Settings

TIMEOUT = 15  # seconds for each word of the mail server
LONGEST_WORDS = 300
NEVER = frozenset({550, 551, 552, 553, 554, 555})  # what the same letter is answered again


@dataclass(frozen=True, slots=True)
class Envelope:
    """A letter as it goes out; `uid` is the same at each try."""

    uid: str
    to: str
    to_name: str
    sender_name: str
    reply_to: str
    subject: str
    body: str


@dataclass(frozen=True, slots=True)
class Delivery:
    """What became of one try: `sent`, `later`, `failed`, or `unsure` (it may have arrived)."""

    outcome: str
    words: str = ""


def build(envelope: Envelope, settings: Settings, now: datetime) -> EmailMessage:
    """The message. Raises ValueError for an address or a subject that would break a header."""
    if not is_address(envelope.to) or not is_one_line(envelope.subject):
        raise ValueError("an address or a subject that cannot stand in a header")
    given, sender = parseaddr(settings.mail_from)
    message = EmailMessage(policy=SMTP)
    message["Subject"] = envelope.subject
    message["From"] = _address(given or envelope.sender_name, sender)
    message["To"] = _address(envelope.to_name, envelope.to)
    if is_address(envelope.reply_to):
        message["Reply-To"] = _address("", envelope.reply_to)
    message["Date"] = format_datetime(now)
    message["Message-ID"] = f"<{envelope.uid}@{sender.partition('@')[2]}>"
    message.set_content(envelope.body.rstrip() + "\n", charset="utf-8", cte="base64")
    return message


def _address(name: str, address: str) -> Address:
    local, _at, domain = address.partition("@")
    plain = " ".join("".join(sign if sign.isprintable() else " " for sign in name).split())
    return Address(plain, local, domain)


def deliver(envelope: Envelope, settings: Settings, now: datetime) -> Delivery:
    """Hand one letter over, and say what became of it; never raises for a server's fault."""
    try:
        data = build(envelope, settings, now).as_bytes()
    except (ValueError, MessageError) as error:
        return Delivery("failed", str(error)[:LONGEST_WORDS])
    handed_over = False
    try:
        with _connection(settings) as server:
            _say(*server.mail(parseaddr(settings.mail_from)[1]))
            _say(*server.rcpt(envelope.to))
            handed_over = True
            _say(*server.data(data))
    except smtplib.SMTPResponseException as error:
        words = f"{error.smtp_code} {_text(error.smtp_error)}"
        outcome = "failed" if error.smtp_code in NEVER else "later"
        return Delivery(outcome, without_secrets(words, settings))
    except (OSError, smtplib.SMTPException) as error:
        words = without_secrets(f"{type(error).__name__}: {error}", settings)
        return Delivery("unsure" if handed_over else "later", words)
    return Delivery("sent")


@contextmanager
def _connection(settings: Settings) -> Iterator[smtplib.SMTP]:
    """A session with the server, signed in; its end is never a fault."""
    own_name = parseaddr(settings.mail_from)[1].partition("@")[2]
    context = ssl.create_default_context()
    host, port = settings.smtp_host, settings.smtp_port
    server: smtplib.SMTP
    if settings.smtp_tls == "tls":
        server = smtplib.SMTP_SSL(
            host, port, local_hostname=own_name, timeout=TIMEOUT, context=context
        )
    else:
        server = smtplib.SMTP(host, port, local_hostname=own_name, timeout=TIMEOUT)
    try:
        server.ehlo_or_helo_if_needed()
        if settings.smtp_tls == "starttls":
            server.starttls(context=context)
            server.ehlo_or_helo_if_needed()
        if settings.smtp_user:
            server.login(settings.smtp_user, settings.smtp_password)
        yield server
    finally:
        try:
            server.quit()
        except (OSError, smtplib.SMTPException):
            server.close()


def _say(code: int, words: bytes) -> None:
    """Raise what the server said, unless it agreed."""
    if not 200 <= code < 300:
        raise smtplib.SMTPResponseException(code, words)


def _text(words: bytes | str) -> str:
    return words.decode("utf-8", "replace") if isinstance(words, bytes) else words


def without_secrets(words: str, settings: Settings) -> str:
    """A server's words as one short line, without the name and password that we sent it."""
    user, password = settings.smtp_user, settings.smtp_password
    for secret in (password, user):
        if secret:
            raw = secret.encode()
            coded = base64.b64encode(raw).decode()
            plain = base64.b64encode(b"\0" + user.encode() + b"\0" + password.encode()).decode()
            for form in (plain, coded, secret):
                words = words.replace(form, "…")
    line = " ".join("".join(sign if sign.isprintable() else " " for sign in words).split())
    return line[:LONGEST_WORDS]
