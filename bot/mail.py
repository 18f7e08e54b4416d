"""E-mail to people whom Teams does not reach: it says only that something waits in Teams.

Everybody gets the same text, so that it can hold no case, name or date. The few e-mails of a day
are sent with the standard library, in a thread.
"""

import asyncio
import smtplib
import ssl
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime
from ipaddress import ip_address
from typing import Final

from requests import Session

from bot.identity.secret_places import secret_reader
from bot.identity.secret_reading import SecretReader
from bot.scheduler.other_channels import Addressee, OtherChannel
from bot.send_outcome import SendOutcome, Undelivered
from bot.settings import Settings
from store.vocabulary.errors import Unready

SUBJECT: Final = "Sightline: something waits for you in Teams"
_TEXT: Final = """\
Sightline could not reach you in Microsoft Teams, and something waits for you there.

Open Sightline in Teams: {link}

If it does not open, please ask your IT service to install Sightline for you, or speak to the audit
team. Please do not answer this e-mail: nobody reads it, and nothing about a child belongs in it.
"""
TIMEOUT_SECONDS: Final = 20.0
"""Seconds for each step of the exchange."""
_TRANSIENT: Final = 4
"""First digit of an SMTP answer that asks to try again later (RFC 5321, 4.2.1)."""


@dataclass(frozen=True, slots=True)
class MailServer:
    """The server that takes e-mails. It must offer TLS, unless it is on this machine."""

    host: str
    port: int
    sender: str
    user: str = ""
    password: SecretReader | None = None
    trusted: ssl.SSLContext = field(default_factory=ssl.create_default_context)


@dataclass(frozen=True, slots=True)
class Email:
    """Sends to a person's mail address, or else to their UPN; `link` opens Sightline in Teams."""

    server: MailServer
    link: str
    now: Callable[[], datetime]

    async def tell(self, person: Addressee) -> None:
        """Send the person an e-mail. Raises Undelivered."""
        await asyncio.to_thread(self._send, self._letter(person.email or person.upn))

    def _letter(self, to: str) -> EmailMessage:
        letter = EmailMessage()
        letter["From"] = self.server.sender
        letter["To"] = to
        letter["Subject"] = SUBJECT
        letter["Date"] = format_datetime(self.now())
        letter["Auto-Submitted"] = "auto-generated"
        letter.set_content(_TEXT.format(link=self.link))
        return letter

    def _send(self, letter: EmailMessage) -> None:
        handed_over = False
        try:
            with smtplib.SMTP(self.server.host, self.server.port, timeout=TIMEOUT_SECONDS) as smtp:
                self._secure(smtp)
                handed_over = True
                smtp.send_message(letter)
                handed_over = False
        except smtplib.SMTPRecipientsRefused as refused:
            raise _verdict(next(iter(refused.recipients.values()))[0]) from None
        except smtplib.SMTPResponseException as refused:
            raise _verdict(refused.smtp_code) from None
        except (smtplib.SMTPException, OSError):
            # Once the e-mail has gone out, a broken connection does not tell whether it arrived.
            outcome = SendOutcome.unknown if handed_over else SendOutcome.retry
            raise Undelivered(outcome, "The mail server could not be reached.") from None

    def _secure(self, smtp: smtplib.SMTP) -> None:
        smtp.ehlo()
        if smtp.has_extn("starttls"):
            smtp.starttls(context=self.server.trusted)
            smtp.ehlo()
        elif not _is_here(self.server.host):
            reason = "The mail server offers no TLS, so nothing was sent."
            raise Undelivered(SendOutcome.misconfigured, reason)
        if self.server.password is not None:
            smtp.login(self.server.user, self.server.password())


def _verdict(code: int) -> Undelivered:
    """4xx is a temporary refusal, 5xx a permanent one (RFC 5321, 4.2.1)."""
    if code // 100 == _TRANSIENT:
        return Undelivered(SendOutcome.retry, "The mail server asked Sightline to wait.")
    return Undelivered(SendOutcome.unreachable, "The mail server did not take the e-mail.")


def _is_here(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def email_channel(
    settings: Settings, *, link: str, now: Callable[[], datetime], http: Session | None = None
) -> OtherChannel | None:
    """E-mail as the settings set it up, or None if they name no mail server.

    Raises `Unready` if the setting of the password names no place to read it from.
    """
    if not settings.smtp_host:
        return None
    server = MailServer(
        host=settings.smtp_host,
        port=settings.smtp_port,
        sender=settings.smtp_from,
        user=settings.smtp_user,
        password=_password(settings, http),
    )
    return OtherChannel("email", "an e-mail", Email(server, link, now).tell)


def mail_problems(settings: Settings) -> dict[str, str]:
    """What is missing or wrong for e-mail, by setting; empty if no mail server is set."""
    if not settings.smtp_host:
        return {}
    wrong = {}
    if not settings.smtp_from:
        wrong["SIGHTLINE_SMTP_FROM"] = "is not set, and SIGHTLINE_SMTP_HOST is"
    try:
        _password(settings, None)
    except Unready as unready:
        wrong |= unready.fields
    return wrong


def _password(settings: Settings, http: Session | None) -> SecretReader | None:
    if settings.smtp_password is None:
        return None
    said = settings.smtp_password.get_secret_value()
    return secret_reader("SIGHTLINE_SMTP_PASSWORD", said, identity=settings.identity, http=http)
