"""Presses, forms and typed messages reach the bot as Teams sends them."""

from datetime import datetime, timedelta

import pytest

from bot.desk.app import install_everyone
from tests.bot.desk.conftest import Desk
from tests.bot.desk.fakes import (
    BOT,
    LEAH,
    OMAR,
    PRIYA,
    TENANT,
    Json,
    card_answer,
    dialog_answer,
    person,
    says,
)
from tests.bot.desk.sample_cards import (
    accepted,
    allocation,
    card,
    execute,
    exemption_form,
    opens,
    submits,
    text,
)


async def test_at_the_start_the_bot_is_installed_once_for_everybody(desk: Desk) -> None:
    assert await install_everyone(desk.app) == []
    assert await install_everyone(desk.app) == []
    for who in (PRIYA, LEAH, OMAR):
        mine = [a for a in desk.bot.heard if a["from"]["aadObjectId"] == who.entra_object_id]
        assert [a["type"] for a in mine] == ["installationUpdate", "conversationUpdate"]
        assert mine[0]["action"] == "add"
        assert mine[1]["membersAdded"] == [{"id": f"28:{BOT}"}]


async def test_a_bot_that_refuses_an_installation_is_asked_again_later(desk: Desk) -> None:
    desk.bot.refuses_installs = 500
    assert sorted(await install_everyone(desk.app)) == sorted([PRIYA.upn, LEAH.upn, OMAR.upn])
    desk.bot.refuses_installs = None
    desk.bot.heard.clear()
    await desk.press(PRIYA, text="help")
    assert [a["type"] for a in desk.bot.heard] == [
        "installationUpdate",
        "conversationUpdate",
        "message",
    ]


async def test_somebody_imported_a_moment_ago_has_a_chat(installed: Desk) -> None:
    new = person("Ada Cole", "Audit Officer")
    installed.council.members.append(new)
    status, _ = await installed.press(new, text="help")
    assert status == 200
    assert [a["type"] for a in installed.bot.heard[-3:]] == [
        "installationUpdate",
        "conversationUpdate",
        "message",
    ]


async def test_typed_words_reach_the_bot_as_a_message_of_that_person(installed: Desk) -> None:
    status, body = await installed.press(PRIYA, text="my work")
    assert (status, body) == (200, {"status": 200, "kind": "none"})
    (heard,) = installed.bot.pressed()
    (mine,) = await installed.chat(PRIYA)
    assert (mine["from"], mine["text"]) == (PRIYA.upn, "my work")
    assert heard["type"] == "message"
    assert heard["text"] == "my work"
    assert heard["id"] == mine["id"]
    assert heard["channelId"] == "msteams"
    assert heard["serviceUrl"] == installed.url + "/"
    assert heard["from"] == {
        "id": f"29:{PRIYA.entra_object_id}",
        "name": "Priya Shah",
        "aadObjectId": PRIYA.entra_object_id,
    }
    assert heard["recipient"]["id"] == f"28:{BOT}"
    assert heard["conversation"] == {
        "conversationType": "personal",
        "tenantId": TENANT,
        "id": installed.builder.conversation(PRIYA),
    }
    assert heard["channelData"]["tenant"] == {"id": TENANT}
    assert heard["locale"] == "en-GB"
    assert datetime.fromisoformat(heard["timestamp"]) == installed.council.time


async def test_an_execute_goes_as_an_invoke_and_its_card_takes_the_old_ones_place(
    installed: Desk,
) -> None:
    on = await installed.bot_sends(PRIYA, allocation(), "Audit M900123")
    installed.bot.will.append(card_answer(accepted()))
    installed.council.time += timedelta(hours=1)
    status, body = await installed.press(PRIYA, message=on, verb="allocation.accept")
    assert (status, body) == (200, {"status": 200, "kind": "card", "card": accepted()})
    (invoke,) = installed.bot.pressed()
    assert (invoke["type"], invoke["name"]) == ("invoke", "adaptiveCard/action")
    assert invoke["replyToId"] == on
    assert invoke["value"] == {
        "action": {
            "type": "Action.Execute",
            "id": "",
            "verb": "allocation.accept",
            "data": {"id": "M900123", "version": 1},
        },
        "trigger": "manual",
    }
    (message,) = await installed.chat(PRIYA)
    assert message["card"] == accepted()
    assert message["summary"] == "Audit M900123"
    assert message["updated"] == installed.council.time.isoformat()


async def test_inputs_go_with_the_button_in_whose_reach_they_are(installed: Desk) -> None:
    inner = card(
        {"type": "Input.Text", "id": "inner", "value": "within"},
        actions=[execute("inner.act", "Inner")],
    )
    outer = card(
        {"type": "Input.Date", "id": "on", "value": "2026-12-01"},
        {"type": "Input.Toggle", "id": "seen", "title": "Seen"},
        {"type": "Input.Text", "id": "left_empty"},
        {"type": "Container", "items": [{"type": "Input.Number", "id": "n", "value": 3}]},
        actions=[
            execute("outer.act", "Outer"),
            {"type": "Action.ShowCard", "title": "More", "card": inner},
        ],
    )
    on = await installed.bot_sends(PRIYA, outer)
    installed.bot.will += [card_answer(outer), card_answer(outer)]
    await installed.press(PRIYA, message=on, verb="outer.act", fields={"on": "2026-12-02"})
    await installed.press(PRIYA, message=on, verb="inner.act")
    sent = [a["value"]["action"]["data"] for a in installed.bot.pressed()]
    row = {"id": "M900123", "version": 1}
    assert sent[0] == row | {"on": "2026-12-02", "seen": "false", "n": "3"}
    assert sent[1] == row | {"on": "2026-12-01", "seen": "false", "n": "3", "inner": "within"}


NESTED = [
    {"type": "ActionSet", "actions": [execute("x", "X")]},
    {"type": "Container", "items": [{"type": "ActionSet", "actions": [execute("x", "X")]}]},
    {"type": "Container", "items": [], "selectAction": execute("x", "X")},
    {"type": "Input.Text", "id": "t", "inlineAction": execute("x", "X")},
    {
        "type": "ColumnSet",
        "columns": [{"items": [text("x") | {"selectAction": execute("x", "X")}]}],
    },
    {
        "type": "Table",
        "rows": [{"cells": [{"items": [{"type": "ActionSet", "actions": [execute("x", "X")]}]}]}],
    },
]


@pytest.mark.parametrize("element", NESTED)
async def test_a_button_is_found_wherever_a_card_may_have_it(
    installed: Desk, element: Json
) -> None:
    on = await installed.bot_sends(PRIYA, card(element))
    installed.bot.will.append(card_answer(accepted()))
    status, body = await installed.press(PRIYA, message=on, verb="x")
    assert (status, body["kind"]) == (200, "card")


async def test_of_several_lines_with_the_same_button_a_script_says_whose(installed: Desk) -> None:
    bundle = card(actions=[opens("return.submit", "1", "M1"), opens("return.submit", "2", "M2")])
    on = await installed.bot_sends(PRIYA, bundle)
    installed.bot.will += [says({"task": None})] * 2
    await installed.press(PRIYA, message=on, verb="return.submit", id="M2")
    await installed.press(PRIYA, message=on, verb="return.submit")
    assert [a["value"]["data"]["id"] for a in installed.bot.pressed()] == ["M2", "M1"]


async def test_a_button_that_opens_a_dialog_shows_it_and_sends_nothing_in(installed: Desk) -> None:
    on = await installed.bot_sends(PRIYA, allocation())
    installed.bot.will.append(dialog_answer(exemption_form()))
    _, body = await installed.press(PRIYA, message=on, verb="exemption.request")
    assert body["kind"] == "dialog"
    assert body["dialog"]["title"] == "Ask to be exempt"
    assert body["dialog"]["card"] == exemption_form()
    (fetch,) = installed.bot.pressed()
    assert (fetch["name"], fetch["replyToId"]) == ("task/fetch", on)
    assert fetch["value"]["data"] == {
        "msteams": {"type": "task/fetch"},
        "verb": "exemption.request",
        "id": "M900123",
        "version": 1,
    }


async def test_with_fields_the_dialogs_form_is_sent_in_as_it_stands_and_they_say(
    installed: Desk,
) -> None:
    on = await installed.bot_sends(PRIYA, allocation())
    installed.bot.will += [dialog_answer(exemption_form()), says({"task": None})]
    _, body = await installed.press(
        PRIYA, message=on, verb="exemption.request", fields={"reason": "Away from 7 December"}
    )
    assert body == {"status": 200, "kind": "none"}
    _, submit = installed.bot.pressed()
    assert (submit["name"], submit["replyToId"]) == ("task/submit", on)
    assert submit["value"]["data"] == {
        "verb": "exemption.request",
        "id": "M900123",
        "version": 1,
        "category": "leave",  # as the form had it
        "reason": "Away from 7 December",
        "urgent": "false",
    }


async def test_fields_go_as_inputs_send_them(installed: Desk) -> None:
    on = await installed.bot_sends(PRIYA, allocation())
    installed.bot.will += [dialog_answer(exemption_form()), says({"task": None})]
    fields = {"urgent": True, "category": ["leave", "other"], "days": 3, "reason": None}
    await installed.press(PRIYA, message=on, verb="exemption.request", fields=fields)
    data = installed.bot.pressed()[-1]["value"]["data"]
    assert data["urgent"] == "true"
    assert data["category"] == "leave,other"
    assert data["days"] == "3"
    assert "reason" not in data


async def test_empty_fields_still_send_the_form_and_the_bots_refusal_comes_back(
    installed: Desk,
) -> None:
    refused = exemption_form("Say what stands in the way.")
    on = await installed.bot_sends(PRIYA, allocation())
    installed.bot.will += [dialog_answer(exemption_form()), dialog_answer(refused)]
    _, body = await installed.press(PRIYA, message=on, verb="exemption.request", fields={})
    assert (body["kind"], body["dialog"]["card"]) == ("dialog", refused)
    assert len(installed.bot.pressed()) == 2


async def test_a_form_with_several_buttons_is_sent_by_the_one_of_the_verb(installed: Desk) -> None:
    form = card(actions=[submits("return.save", "Save"), submits("return.submit", "Hand in")])
    on = await installed.bot_sends(PRIYA, card(actions=[opens("return.submit", "Return")]))
    installed.bot.will += [dialog_answer(form), says({"task": {"type": "message", "value": "In"}})]
    _, body = await installed.press(PRIYA, message=on, verb="return.submit", fields={})
    assert body == {"status": 200, "kind": "message", "text": "In"}
    assert installed.bot.pressed()[-1]["value"]["data"]["verb"] == "return.submit"


async def test_a_plain_submit_goes_as_a_message_with_a_value(installed: Desk) -> None:
    on = await installed.bot_sends(PRIYA, card(actions=[submits("allocation.accept", "Accept")]))
    _, body = await installed.press(PRIYA, message=on, verb="allocation.accept")
    assert body == {"status": 200, "kind": "none"}
    (heard,) = installed.bot.pressed()
    assert (heard["type"], heard["replyToId"]) == ("message", on)
    assert heard["value"] == {"verb": "allocation.accept", "id": "M900123", "version": 1}


@pytest.mark.parametrize(
    ("press", "status", "says_so"),
    [
        ({"message": "1", "verb": "x"}, 404, "no message '1'"),
        ({"message": "ON", "verb": "x"}, 400, "allocation.accept"),
        ({"message": "ON", "verb": "allocation.accept", "id": "M1"}, 400, "for 'M1'"),
        ({"message": "ON"}, 400, '"verb"'),
        ({"verb": "x"}, 400, '"message"'),
        ({"text": "  "}, 400, '"text"'),
        ({"message": "ON", "verb": "allocation.accept", "fields": []}, 400, '"fields"'),
        ({"message": "ON", "verb": "allocation.accept", "fields": {"a": {}}}, 400, '"a"'),
    ],
)
async def test_an_impossible_press_is_refused_without_asking_the_bot(
    installed: Desk, press: dict[str, object], status: int, says_so: str
) -> None:
    on = await installed.bot_sends(PRIYA, allocation())
    given = {name: on if value == "ON" else value for name, value in press.items()}
    answered, body = await installed.press(PRIYA, **given)
    assert answered == status
    assert says_so in body["error"]["message"]
    assert installed.bot.pressed() == []


async def test_the_page_sends_an_action_as_its_library_made_it(installed: Desk) -> None:
    on = await installed.bot_sends(PRIYA, allocation())
    installed.bot.will.append(card_answer(accepted()))
    action = {"type": "Action.Execute", "verb": "anything", "data": {"id": "forged"}}
    path = f"/desk/chats/{PRIYA.upn}"
    status, body = await installed.tell(f"{path}/press", {"message": on, "action": action})
    assert (status, body["kind"]) == (200, "card")
    # A client can send anything. The bot's own tests show that it does not trust this data.
    assert installed.bot.pressed()[0]["value"]["action"]["data"] == {"id": "forged"}
    status, _ = await installed.tell(f"{path}/press", {"message": on, "action": {"type": "x"}})
    assert status == 400
    status, _ = await installed.tell(f"{path}/dialog", {"message": on, "data": "x"})
    assert status == 400
