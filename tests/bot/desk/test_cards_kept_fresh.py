"""A card with a refresh is brought up to date when its reader opens the chat again."""

from datetime import timedelta
from urllib.parse import quote

from bot.cards.parts.kit import kept_fresh
from bot.desk.council import DeskPerson
from tests.bot.desk.conftest import Desk
from tests.bot.desk.fakes import LEAH, PRIYA, card_answer
from tests.bot.desk.sample_cards import card, text

OVER_A_MINUTE = timedelta(seconds=61)


async def looks(desk: Desk, who: DeskPerson) -> None:
    status, _ = await desk.tell(f"/desk/chats/{quote(who.upn)}/look", {})
    assert status == 200


async def shown(desk: Desk, who: DeskPerson, for_whom: DeskPerson) -> str:
    """Send a card that names `for_whom` for its refresh; gives the message's id."""
    named = desk.builder.user(for_whom)
    drawn = kept_fresh(card(text("Your work: 2 things")), "answer.refresh", "my_work", named)
    return await desk.bot_sends(who, drawn)


async def test_after_a_minute_teams_asks_by_itself_and_shows_what_comes(installed: Desk) -> None:
    message = await shown(installed, PRIYA, PRIYA)
    installed.council.time += OVER_A_MINUTE
    installed.bot.will.append(card_answer(card(text("Nothing is open for you"))))
    await looks(installed, PRIYA)
    [asked] = installed.bot.pressed()
    assert (asked["name"], asked["replyToId"]) == ("adaptiveCard/action", message)
    assert asked["value"]["trigger"] == "automatic"
    assert asked["value"]["action"]["data"] == {"id": "my_work", "version": 0}
    [now] = await installed.chat(PRIYA)
    assert "Nothing is open for you" in str(now["card"])


async def test_a_card_is_not_refreshed_within_a_minute(installed: Desk) -> None:
    await shown(installed, PRIYA, PRIYA)
    installed.council.time += timedelta(seconds=60)
    await looks(installed, PRIYA)
    assert installed.bot.pressed() == []


async def test_a_card_is_not_refreshed_for_a_person_that_it_does_not_name(installed: Desk) -> None:
    await shown(installed, PRIYA, LEAH)
    await installed.bot_sends(PRIYA, card(text("A card as most are")))
    installed.council.time += OVER_A_MINUTE
    await looks(installed, PRIYA)
    assert installed.bot.pressed() == []


async def test_where_the_bot_is_down_the_card_stays_as_it_was(installed: Desk) -> None:
    await shown(installed, PRIYA, PRIYA)
    installed.council.time += OVER_A_MINUTE
    installed.bot.will.append((500, b""))
    await looks(installed, PRIYA)
    [now] = await installed.chat(PRIYA)
    assert "Your work: 2 things" in str(now["card"])
