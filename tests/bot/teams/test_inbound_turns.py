"""What Teams sends becomes the right turn, and nobody is believed about who they are but Teams."""

from collections.abc import Callable
from typing import Any

import pytest

from bot.teams.addresses import ServiceUrls
from bot.teams.inbound import LONGEST_INPUT, LONGEST_TEXT, MOST_INPUTS, NotUnderstood, read_turn
from bot.turns import Caller, Installed, Opened, Pressed, Removed, Said, Submitted, Turn
from tests.loopback.activities import (
    BOT,
    CARD_MESSAGE,
    CHAT,
    PERSON,
    TENANT,
    Activity,
    activity,
    fallback,
    message,
    press,
    task,
)

URL = "https://smba.trafficmanager.net/uk/"
ROW = {"id": "frontdoor-2026-12-07", "version": 3}
CALLER = Caller(
    entra_object_id=PERSON,
    tenant_id=TENANT,
    teams_id="29:priya",
    conversation_id=CHAT,
    service_url=URL,
    activity_id="f:activity-1",
    reply_to=None,
)
ON_A_CARD = Caller(PERSON, TENANT, "29:priya", CHAT, URL, "f:activity-1", CARD_MESSAGE)
ABSENT = object()


def read(given: Activity, tenant_id: str = TENANT) -> Turn | None:
    return read_turn(given, tenant_id=tenant_id, service_urls=ServiceUrls())


def refused(given: Activity) -> tuple[int, str]:
    with pytest.raises(NotUnderstood) as raised:
        read(given)
    return raised.value.status, raised.value.code


def changed(given: Activity, path: str, value: object) -> Activity:
    """Give ``given`` with the field at ``path`` replaced, or taken out where ABSENT."""
    *way, last = path.split(".")
    inner: dict[str, Any] = given
    for step in way:
        inner = inner[step]
    if value is ABSENT:
        del inner[last]
    else:
        inner[last] = value
    return given


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


OTHER = "99999999-aaaa-4bbb-8ccc-000000000009"
WRONG_CALLERS: list[tuple[str, object, int, str]] = [
    ("type", ABSENT, 400, "missing_field"),
    ("type", 7, 400, "missing_field"),
    ("channelId", ABSENT, 403, "other_channel"),
    ("channelId", "", 403, "other_channel"),
    ("channelId", "emulator", 403, "other_channel"),
    ("channelId", ["msteams"], 403, "other_channel"),
    ("serviceUrl", ABSENT, 400, "missing_field"),
    ("serviceUrl", None, 400, "missing_field"),
    ("serviceUrl", "https://evil.example/", 403, "foreign_service_url"),
    ("serviceUrl", "http://127.0.0.1:80", 403, "foreign_service_url"),
    ("from", ABSENT, 400, "missing_field"),
    ("from", [], 400, "missing_field"),
    ("from.id", ABSENT, 400, "missing_field"),
    ("from.aadObjectId", ABSENT, 403, "nobody"),
    ("from.aadObjectId", "", 403, "nobody"),
    ("from.aadObjectId", "priya@council.example", 403, "nobody"),
    ("from.aadObjectId", [PERSON], 403, "nobody"),
    ("conversation", None, 400, "missing_field"),
    ("conversation.id", "a b\n", 400, "missing_field"),
    ("conversation.id", "..", 400, "missing_field"),
    ("conversation.conversationType", "channel", 403, "not_personal"),
    ("conversation.conversationType", "groupChat", 403, "not_personal"),
    ("conversation.conversationType", ABSENT, 403, "not_personal"),
    ("conversation.tenantId", OTHER, 403, "other_tenant"),
    ("channelData", ABSENT, 400, "missing_field"),
    ("channelData", "tenant", 400, "missing_field"),
    ("channelData.tenant", ABSENT, 400, "missing_field"),
    ("channelData.tenant.id", ABSENT, 403, "other_tenant"),
    ("channelData.tenant.id", {}, 403, "other_tenant"),
    ("channelData.tenant.id", OTHER, 403, "other_tenant"),
    ("id", ABSENT, 400, "missing_field"),
    ("id", "line\nbreak", 400, "missing_field"),
]


@pytest.mark.parametrize(("path", "value", "status", "code"), WRONG_CALLERS)
@pytest.mark.parametrize(
    "build", [lambda: press(URL, "allocation.accept"), lambda: message(URL, "help")]
)
def test_a_caller_who_is_not_plainly_one_of_ours_gets_no_turn(
    build: Callable[[], Activity], path: str, value: object, status: int, code: str
) -> None:
    assert refused(changed(build(), path, value)) == (status, code)


WRONG_PRESSES: list[tuple[str, object, int, str]] = [
    ("name", ABSENT, 400, "missing_field"),
    ("name", None, 400, "missing_field"),
    ("name", "composeExtension/query", 501, "unknown_invoke"),
    ("name", "signin/verifyState", 501, "unknown_invoke"),
    ("value", ABSENT, 400, "missing_field"),
    ("value", "accept", 400, "missing_field"),
    ("value.trigger", "sometimes", 400, "missing_field"),
    ("value.trigger", ["manual"], 400, "missing_field"),
    ("value.action", ABSENT, 400, "missing_field"),
    ("value.action", [], 400, "missing_field"),
    ("value.action.type", "Action.Submit", 400, "missing_field"),
    ("value.action.verb", ABSENT, 400, "missing_field"),
    ("value.action.verb", "", 400, "missing_field"),
    ("value.action.verb", "Accept the audit", 400, "missing_field"),
    ("value.action.verb", "a" * 81, 400, "missing_field"),
    ("value.action.verb", {"verb": "x"}, 400, "missing_field"),
    ("value.action.data", ABSENT, 400, "missing_field"),
    ("value.action.data", [], 400, "missing_field"),
    ("value.action.data.id", ABSENT, 400, "missing_field"),
    ("value.action.data.id", "", 400, "missing_field"),
    ("value.action.data.id", 7, 400, "missing_field"),
    ("value.action.data.id", "a\x1b[31m", 400, "missing_field"),
    ("value.action.data.id", "a" * 201, 400, "missing_field"),
    ("value.action.data.version", ABSENT, 400, "missing_field"),
    ("value.action.data.version", "3", 400, "missing_field"),
    ("value.action.data.version", True, 400, "missing_field"),
    ("value.action.data.version", 3.5, 400, "missing_field"),
    ("value.action.data.version", -1, 400, "missing_field"),
    ("value.action.data.version", 2**31, 400, "missing_field"),
    ("value.action.data.reason", ["a", "b"], 400, "bad_input"),
    ("value.action.data.reason", {"a": 1}, 400, "bad_input"),
    ("value.action.data.reason", "x" * (LONGEST_INPUT + 1), 400, "bad_input"),
    ("value.action.data." + "k" * 101, "x", 400, "bad_input"),
]


@pytest.mark.parametrize(("path", "value", "status", "code"), WRONG_PRESSES)
def test_a_press_of_another_shape_is_refused(
    path: str, value: object, status: int, code: str
) -> None:
    assert refused(changed(press(URL, "allocation.accept"), path, value)) == (status, code)


@pytest.mark.parametrize(
    "build",
    [
        lambda **data: task(URL, "fetch", "return.submit", **data),
        lambda **data: task(URL, "submit", "return.submit", **data),
        lambda **data: fallback(URL, "return.submit", **data),
    ],
)
@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"verb": None}, "missing_field"),
        ({"id": None}, "missing_field"),
        ({"version": "3"}, "missing_field"),
        ({"narrative": {"deep": "x"}}, "bad_input"),
        ({f"input{n}": "x" for n in range(MOST_INPUTS)}, "bad_input"),
    ],
)
def test_a_form_or_fallback_of_another_shape_is_refused(
    build: Callable[..., Activity], wrong: dict[str, object], code: str
) -> None:
    given = build()
    holder = given["value"]["data"] if "data" in given["value"] else given["value"]
    holder.update(wrong)
    assert refused(given) == (400, code)


@pytest.mark.parametrize("value", ["accept", 7, ["accept"], {}])
def test_a_message_with_a_value_that_is_no_button_is_refused(value: object) -> None:
    assert refused(message(URL, "hello", value=value)) == (400, "missing_field")


def test_no_refusal_repeats_what_was_sent() -> None:
    with pytest.raises(NotUnderstood) as raised:
        read(press(URL, "Kayleigh Smith 01/02/2015"))
    assert "Kayleigh" not in str(raised.value) + raised.value.code + raised.value.message
