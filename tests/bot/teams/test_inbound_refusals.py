"""An activity from a caller who is not known, or of the wrong shape, is refused."""

from collections.abc import Callable

import pytest

from bot.teams.inbound import LONGEST_INPUT, MOST_INPUTS, NotUnderstood
from tests.bot.teams.inbound_arranging import ABSENT, URL, changed, read
from tests.loopback.activities import PERSON, Activity, fallback, message, press, task


def refused(given: Activity) -> tuple[int, str]:
    with pytest.raises(NotUnderstood) as raised:
        read(given)
    return raised.value.status, raised.value.code


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
