"""A file sent, offered, accepted or declined in Teams' own shapes; names are made harmless."""

from typing import Any

import pytest

from bot.teams.addresses import ServiceUrls
from bot.teams.file_activities import CONSENT, DOWNLOAD, INFO, harmless
from bot.teams.inbound import NotUnderstood, read_turn
from bot.turns import FileAnswered, FileGiven, FilePlace, FileSent, OfferFile, Said, Turn, Words
from tests.loopback.activities import CARD_MESSAGE, TENANT, Activity, activity, message, press, task
from tests.loopback.served import ServedBot

URL = "https://smba.trafficmanager.net/uk/"
WHERE = "https://council-my.sharepoint.com/download?x=1"
UPLOAD = {
    "contentUrl": "https://council-my.sharepoint.com/f.xlsx",
    "uploadUrl": "https://council-my.sharepoint.com/up?guid=1",
    "name": "register.xlsx",
    "uniqueId": "u-1",
    "fileType": "xlsx",
}
PLACE = FilePlace(UPLOAD["uploadUrl"], UPLOAD["contentUrl"], "register.xlsx", "u-1", "xlsx")
OFFER = OfferFile("register.xlsx", 34_000, "The register", "17", "It comes in this chat.")


def attached(url: str = URL, name: str = "people.csv", **content: Any) -> Activity:
    info = {"downloadUrl": WHERE, "uniqueId": "u", "fileType": "csv"} | content
    return message(url, attachments=[{"contentType": DOWNLOAD, "name": name, "content": info}])


def answered(url: str = URL, **value: Any) -> Activity:
    given = {
        "type": "fileUpload",
        "action": "accept",
        "context": {"offer": "17"},
        "uploadInfo": UPLOAD,
    }
    return activity(
        url, "invoke", name="fileConsent/invoke", replyToId=CARD_MESSAGE, value=given | value
    )


def read(given: Activity) -> Turn | None:
    return read_turn(given, tenant_id=TENANT, service_urls=ServiceUrls())


def test_a_file_in_the_chat_is_a_turn_of_its_own() -> None:
    turn = read(attached())
    assert isinstance(turn, FileSent)
    assert (turn.name, turn.source, turn.more) == ("people.csv", WHERE, 0)


def test_several_files_are_counted_and_none_is_lost_silently() -> None:
    two = attached()
    two["attachments"] *= 2
    turn = read(two)
    assert isinstance(turn, FileSent)
    assert turn.more == 1


def test_the_html_that_teams_attaches_to_typed_words_is_no_file() -> None:
    turn = read(message(URL, "my work", attachments=[{"contentType": "text/html", "content": "x"}]))
    assert isinstance(turn, Said)
    assert turn.text == "my work"


@pytest.mark.parametrize(
    "attachments",
    ["x", {"a": 1}, [1], [{"contentType": DOWNLOAD}], [{"contentType": DOWNLOAD, "content": {}}],
     [{"contentType": DOWNLOAD, "content": {"downloadUrl": 3}}],
     [{"contentType": DOWNLOAD, "content": {"downloadUrl": "https://x/\n"}}],
     [{"contentType": DOWNLOAD, "content": {"downloadUrl": "https://x/" + "a" * 5000}}],
     [{"contentType": "text/html"}] * 21],
)  # fmt: skip
def test_attachments_of_another_shape_are_refused(attachments: object) -> None:
    with pytest.raises(NotUnderstood) as refused:
        read(message(URL, "hello", attachments=attachments))
    assert refused.value.status == 400


def test_an_offered_file_is_taken_or_declined() -> None:
    taken = read(answered())
    assert isinstance(taken, FileAnswered)
    assert (taken.offer, taken.place) == ("17", PLACE)
    declined = read(answered(action="decline", uploadInfo=None))
    assert isinstance(declined, FileAnswered)
    assert declined.place is None


@pytest.mark.parametrize(
    "changed",
    [{"type": "other"}, {"action": "maybe"}, {"context": None}, {"context": {"offer": 17}},
     {"context": {"offer": "a b"}}, {"uploadInfo": None}, {"uploadInfo": {**UPLOAD, "name": 1,
      "uploadUrl": None}}, {"uploadInfo": {**UPLOAD, "uniqueId": "a b"}}],
)  # fmt: skip
def test_an_answer_of_another_shape_is_refused(changed: dict[str, Any]) -> None:
    with pytest.raises(NotUnderstood):
        read(answered(**changed))


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("people.csv", "people.csv"),
        ("C:\\fakepath\\people.csv", "people.csv"),
        ("../../etc/passwd", "passwd"),
        ("a\u202egpj.csv", "agpj.csv"),
        ("a\x00\n b.csv", "a b.csv"),
        (".csv", "csv"),
        ("", "file"),
        ("..", "file"),
        (None, "file"),
        (["x"], "file"),
    ],
)
def test_a_name_is_made_harmless(given: object, kept: str) -> None:
    assert harmless(given) == kept


def test_a_long_name_keeps_its_ending() -> None:
    name = harmless("x" * 500 + ".xlsx")
    assert len(name) <= 100
    assert name.endswith(".xlsx")


async def test_an_offer_goes_to_the_chat_beside_the_dialogs_answer(bot: ServedBot) -> None:
    bot.conversation.says = OFFER
    status, body = await bot.hear(task(bot.connector.url, "submit", "register.issue"))
    assert (status, body) == (200, {"task": {"type": "message", "value": OFFER.words}})
    [sent] = bot.connector.messages
    [attachment] = sent.activity["attachments"]
    assert attachment["contentType"] == CONSENT
    assert attachment["name"] == "register.xlsx"
    assert attachment["content"]["sizeInBytes"] == 34_000
    assert attachment["content"]["acceptContext"] == {"offer": "17"}


async def test_an_offer_answers_a_pressed_button_and_typed_words_too(bot: ServedBot) -> None:
    bot.conversation.says = OFFER
    status, body = await bot.hear(press(bot.connector.url, "register.issue"))
    assert (status, body["value"]) == (200, OFFER.words)
    assert (await bot.hear(message(bot.connector.url, "register")))[0] == 200
    assert len(bot.connector.messages) == 2


async def test_a_file_that_was_put_is_shown_where_it_lies(bot: ServedBot) -> None:
    bot.conversation.says = FileGiven(PLACE)
    status, body = await bot.hear(answered(bot.connector.url))
    assert (status, body) == (200, None)
    [sent] = bot.connector.messages
    [attachment] = sent.activity["attachments"]
    assert attachment == {
        "contentType": INFO,
        "contentUrl": PLACE.content_url,
        "name": "register.xlsx",
        "content": {"uniqueId": "u-1", "fileType": "xlsx"},
    }


async def test_what_is_said_of_a_sent_file_is_a_message(bot: ServedBot) -> None:
    bot.conversation.says = Words("Please send one file at a time.")
    assert await bot.hear(attached(bot.connector.url)) == (200, None)
    assert [m.activity["text"] for m in bot.connector.messages] == [
        "Please send one file at a time."
    ]
