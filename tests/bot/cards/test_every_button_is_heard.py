"""Every button of every card is read at the door as Teams sends it, and none is turned away."""

from typing import Any

import pytest

from bot.desk.buttons import buttons
from bot.teams.addresses import ServiceUrls
from bot.teams.inbound import read_turn
from bot.turns import Opened, Pressed, Said, Submitted
from tests.bot.cards.gallery import gallery
from tests.loopback.activities import TENANT, Activity, fallback, press, task

URL = "https://smba.trafficmanager.net/uk/"
SERVICES = ServiceUrls()
GALLERY = gallery()


def sent(action: dict[str, Any], data: dict[str, Any], verb: str) -> Activity:
    """The activity of a press: an act, a dialog that opens, or a form that is sent."""
    if action["type"] == "Action.Execute":
        return press(URL, verb, **data)
    opens = action["data"].get("msteams", {}).get("type") == "task/fetch"
    return task(URL, "fetch" if opens else "submit", verb, **data)


@pytest.mark.parametrize("name", GALLERY)
def test_whatever_a_card_offers_reaches_whoever_answers_it(name: str) -> None:
    for button in buttons(GALLERY[name].card):
        verb = button.verb or ""
        data = {key: value for key, value in button.data.items() if key not in {"verb", "msteams"}}
        turn = read_turn(sent(button.action, data, verb), tenant_id=TENANT, service_urls=SERVICES)
        assert isinstance(turn, Pressed | Opened | Submitted)
        assert (turn.verb, turn.data["id"]) == (verb, data["id"])
        if "fallback" in button.action:
            again = read_turn(fallback(URL, verb, **data), tenant_id=TENANT, service_urls=SERVICES)
            assert isinstance(again, Said)
            assert again.value
            assert again.value["id"] == data["id"]
