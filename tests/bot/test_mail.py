"""An e-mail tells the right person that something waits in Teams, and nothing more."""

import ssl
from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest

from bot.mail import Email, MailServer, email_channel, mail_problems
from bot.scheduler.other_channels import Addressee
from bot.send_outcome import SendOutcome, Undelivered
from bot.settings import Settings
from tests.loopback.mail import LoopbackMail

NOW = datetime(2026, 12, 7, 9, 30, tzinfo=UTC)
LINK = "https://teams.microsoft.com/l/chat/0/0?users=28:app"
SOMEBODY = Addressee("tm.mash@riverside.example", "22222222-aaaa-4bbb-8ccc-000000000002")


@pytest.fixture
async def mail() -> AsyncIterator[LoopbackMail]:
    async with LoopbackMail() as running:
        yield running


def email(mail: LoopbackMail, host: str = "127.0.0.1") -> Email:
    server = MailServer(host=host, port=mail.port, sender="sightline@riverside.example")
    return Email(server, LINK, lambda: NOW)


async def test_a_letter_says_where_to_look_and_nothing_else(mail: LoopbackMail) -> None:
    await email(mail).tell(SOMEBODY)
    [letter] = mail.letters
    assert letter["To"] == SOMEBODY.upn
    assert letter["Subject"] == "Sightline: something waits for you in Teams"
    assert letter["Auto-Submitted"] == "auto-generated"
    words = letter.get_content()
    assert LINK in words
    await email(mail).tell(Addressee("someone.else@riverside.example", "x"))
    assert mail.letters[1].get_content() == words, "the same for everybody"


async def test_a_letter_goes_where_somebody_has_their_mail(mail: LoopbackMail) -> None:
    mailbox = "tom.reed@mail.riverside.example"
    await email(mail).tell(Addressee(SOMEBODY.upn, SOMEBODY.entra_object_id, mailbox))
    [letter] = mail.letters
    assert letter["To"] == mailbox


@pytest.mark.parametrize(
    ("step", "answer", "outcome"),
    [
        ("MAIL", "451 later", SendOutcome.retry),
        ("RCPT", "450 greylisted", SendOutcome.retry),
        ("RCPT", "550 no such box", SendOutcome.unreachable),
        ("DATA", "554 no", SendOutcome.unreachable),
        ("END", "452 full", SendOutcome.retry),
        ("END", "", SendOutcome.unknown),
        ("EHLO", "", SendOutcome.retry),
    ],
)
async def test_each_answer_of_a_mail_server_is_known_for_what_it_is(
    step: str, answer: str, outcome: SendOutcome
) -> None:
    async with LoopbackMail({step: answer}) as mail:
        with pytest.raises(Undelivered) as failure:
            await email(mail).tell(SOMEBODY)
    assert failure.value.outcome is outcome
    assert SOMEBODY.upn not in failure.value.reason


async def test_nothing_goes_to_another_machine_without_tls(
    mail: LoopbackMail, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.mail._is_here", lambda _host: False)
    with pytest.raises(Undelivered) as failure:
        await email(mail).tell(SOMEBODY)
    assert failure.value.outcome is SendOutcome.misconfigured
    assert mail.letters == []


def test_a_server_has_to_show_a_certificate_of_its_own() -> None:
    trusted = MailServer("mail.riverside.example", 587, "sightline@riverside.example").trusted
    assert trusted.check_hostname
    assert trusted.verify_mode is ssl.CERT_REQUIRED


def test_without_a_mail_server_there_is_no_such_way_and_half_of_one_is_refused() -> None:
    nothing = Settings.model_validate({})
    assert email_channel(nothing, link=LINK, now=lambda: NOW) is None
    assert mail_problems(nothing) == {}
    half = {"smtp_host": "mail.riverside.example", "smtp_password": "https://evil.example/x"}
    wrong = mail_problems(Settings.model_validate(half))
    assert set(wrong) == {"SIGHTLINE_SMTP_FROM", "SIGHTLINE_SMTP_PASSWORD"}
