"""What Teams sends is read as the right turn, and only Teams says who is acting."""

import pytest

from bot.teams.inbound import LONGEST_TEXT
from bot.turns import Installed, Opened, Pressed, Removed, Said, Submitted, Turn
from tests.bot.teams.inbound_arranging import ABSENT, CALLER, ON_A_CARD, ROW, URL, changed, read
from tests.loopback.activities import (
    BOT,
    PERSON,
    TENANT,
    Activity,
    activity,
    fallback,
    message,
    press,
    task,
)

TURNS: dict[str, tuple[Activity, Turn | None]] = {
    "words": (message(URL, "my work"), Said(CALLER, "my work", None)),
    "a fallback button": (
        fallback(URL, "allocation.accept"),
        Said(ON_A_CARD, "", {"verb": "allocation.accept", **ROW}),
    ),
    "a button": (
        press(URL, "allocation.accept"),
        Pressed(ON_A_CARD, "allocation.accept", ROW, "manual"),
    ),
    "a button with inputs": (
        press(
            URL, "exemption.refuse", reason="Nobody else is free", copies=2, ratio=0.5, loud=True
        ),
        Pressed(
            ON_A_CARD,
            "exemption.refuse",
            {**ROW, "reason": "Nobody else is free", "copies": 2, "ratio": 0.5, "loud": True},
            "manual",
        ),
    ),
    "a refresh": (
        changed(press(URL, "my.work"), "value.trigger", "automatic"),
        Pressed(ON_A_CARD, "my.work", ROW, "automatic"),
    ),
    "a button without a trigger": (
        changed(press(URL, "my.work"), "value.trigger", ABSENT),
        Pressed(ON_A_CARD, "my.work", ROW, "manual"),
    ),
    "a dialog asked for": (
        task(URL, "fetch", "return.submit"),
        Opened(CALLER, "return.submit", ROW),
    ),
    "a form sent in": (
        task(URL, "submit", "return.submit", grade="Good"),
        Submitted(CALLER, "return.submit", {**ROW, "grade": "Good"}),
    ),
    "installed": (activity(URL, "installationUpdate", action="add"), Installed(CALLER)),
    "upgraded": (activity(URL, "installationUpdate", action="add-upgrade"), Installed(CALLER)),
    "removed": (activity(URL, "installationUpdate", action="remove"), Removed(CALLER)),
    "removed at an upgrade": (
        activity(URL, "installationUpdate", action="remove-upgrade"),
        Removed(CALLER),
    ),
    "the bot joins the chat": (
        activity(URL, "conversationUpdate", membersAdded=[{"id": "29:priya"}, {"id": BOT}]),
        Installed(CALLER),
    ),
    "the bot leaves the chat": (
        activity(URL, "conversationUpdate", membersRemoved=[{"id": BOT}]),
        Removed(CALLER),
    ),
    "somebody else joins": (
        activity(URL, "conversationUpdate", membersAdded=[{"id": "29:tom"}, {}, "x"]),
        None,
    ),
    "a chat renamed": (activity(URL, "conversationUpdate", topicName="x"), None),
    "another installation event": (activity(URL, "installationUpdate", action="paused"), None),
    "typing": (activity(URL, "typing"), None),
    "a like": (activity(URL, "messageReaction", reactionsAdded=[{"type": "like"}]), None),
    "an edited message": (activity(URL, "messageUpdate", text="x"), None),
}


@pytest.mark.parametrize(("given", "turn"), TURNS.values(), ids=TURNS.keys())
def test_each_activity_becomes_its_turn(given: Activity, turn: Turn | None) -> None:
    assert read(given) == turn


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("help", "help"),
        ("  My work \r\n", "My work"),
        ("<at>Sightline</at> my work", "my work"),
        ('<AT id="0">Sight line</AT>&nbsp;who owes\u00a0', "who owes"),
        ("who\u00a0owes", "who owes"),
        ("", ""),
        (None, ""),
        ("2 < 3 and 4 > 3", "2 < 3 and 4 > 3"),
        ("<at>unclosed", "<at>unclosed"),
    ],
)
def test_typed_words_come_without_mentions_and_odd_spaces(typed: str | None, text: str) -> None:
    assert read(message(URL, typed)) == Said(CALLER, text, None)


@pytest.mark.parametrize("trap", ["<at>", "<at ", "<at><at", "&nbsp;", "\u00a0", "<at></at>"])
def test_no_typed_text_makes_sightline_think_long(trap: str) -> None:
    turn = read(message(URL, trap * 50_000))
    assert isinstance(turn, Said)
    assert len(turn.text) <= LONGEST_TEXT


def test_ids_are_compared_without_regard_to_case() -> None:
    given = changed(press(URL, "x"), "from.aadObjectId", PERSON.upper())
    turn = read(changed(given, "channelData.tenant.id", TENANT.upper()), TENANT.upper())
    assert isinstance(turn, Pressed)
    assert turn.caller == ON_A_CARD


def test_a_card_that_says_who_is_pressing_is_not_believed() -> None:
    forged = press(
        URL, "exemption.approve", aadObjectId="someone", actor="hos@council.example", upn="hos"
    )
    turn = read(forged)
    assert isinstance(turn, Pressed)
    assert turn.caller == ON_A_CARD


def test_a_name_shown_in_teams_is_nowhere_in_the_turn() -> None:
    assert "Somebody Else Entirely" not in repr(read(press(URL, "allocation.accept")))


def test_a_reply_id_that_is_none_is_left_out() -> None:
    turn = read(changed(press(URL, "allocation.accept"), "replyToId", "../../x y"))
    assert isinstance(turn, Pressed)
    assert turn.caller.reply_to is None
