"""People to whom Teams does not let Sightline write: another channel, once, and recorded."""

from datetime import timedelta

import pytest

from bot.scheduler.other_channels import OtherChannel
from bot.send_outcome import SendOutcome
from store.acts.deliveries.chat import remember
from store.people.posts import in_post, post
from store.tables import Message, Person
from store.views.deliveries.unreached import unreached
from tests.bot.scheduler.reach_arranging import Post, Ways
from tests.loopback.activities import activity, message
from tests.loopback.faults import Answers


async def test_who_lacks_sightline_has_it_installed_and_gets_the_message(reach: Post) -> None:
    reach.has_not()
    reach.ways.installs = True
    message_id = reach.owe()
    await reach.deliver()
    assert reach.state(message_id) == "delivered"
    assert reach.ways.asked == [reach.person.entra_object_id]
    assert reach.ways.told == []


async def test_where_it_may_not_be_installed_it_is_asked_once_a_day_and_they_are_told_elsewhere(
    reach: Post,
) -> None:
    reach.has_not()
    messages = [reach.owe(), reach.owe(), reach.owe(urgent=True)]
    await reach.deliver()
    assert {reach.state(m) for m in messages} == {"failed"}
    assert len(reach.ways.asked) == 1
    assert reach.ways.told == [reach.person.id], "one word for all that waits"
    assert {m.reason for m in reach.of_kind("elsewhere")} == {"They were told by an e-mail."}
    with reach.tenant.council.read(reach.tenant.clock) as reader:
        [lost] = unreached(reader).people
    assert (lost.who.upn, lost.messages) == (reach.person.id, 3), "a word elsewhere is no delivery"
    reach.owe()
    await reach.deliver(after=timedelta(hours=1))
    assert len(reach.ways.told) == 1
    reach.owe()
    await reach.deliver(after=timedelta(days=1))
    assert (len(reach.ways.told), len(reach.ways.asked)) == (2, 2)


async def test_where_an_installation_does_not_show_yet_the_message_waits_for_it(
    reach: Post,
) -> None:
    reach.has_not()
    reach.ways.installs = SendOutcome.retry
    message_id = reach.owe()
    await reach.deliver()
    assert reach.state(message_id) == "queued"
    reach.ways.installs = True
    await reach.deliver(after=timedelta(minutes=1))
    assert reach.state(message_id) == "delivered"


async def test_who_blocked_sightline_is_left_in_peace_in_teams(reach: Post) -> None:
    reach.blocks()
    reach.ways.installs = True
    message_id = reach.owe()
    await reach.deliver()
    assert reach.tenant.message(message_id).reason == "They have blocked Sightline in Teams."
    assert reach.ways.asked == [], "nothing is installed against somebody's will"
    assert reach.ways.told == [reach.person.id]


@pytest.mark.parametrize("comes_back", ["writes", "installs"])
async def test_who_comes_back_gets_what_could_not_be_brought_as_it_stands_then(
    reach: Post, comes_back: str
) -> None:
    reach.has_not()
    message_id = reach.owe()
    await reach.deliver()
    assert reach.state(message_id) == "failed"
    reach.tenant.connector.lacking.clear()
    url = reach.tenant.connector.url
    said = (
        message(url, "my work")
        if comes_back == "writes"
        else activity(url, "installationUpdate", action="add")
    )
    reach.tenant.clock += timedelta(days=1)
    assert await reach.tenant.says(said, reach.person) == 200
    await reach.deliver()
    assert reach.state(message_id) == "delivered"
    with reach.tenant.council.read(reach.tenant.clock) as reader:
        assert unreached(reader).people == ()


async def test_what_could_not_be_brought_goes_out_once_a_later_message_finds_a_new_chat(
    reach: Post,
) -> None:
    reach.blocks()
    lost = reach.owe()
    await reach.deliver()
    reach.blocks(yes=False)
    later = reach.owe()
    await reach.deliver(after=timedelta(hours=1))
    assert (reach.state(lost), reach.state(later)) == ("delivered", "delivered")


async def test_another_way_is_told_where_they_have_their_mail(reach: Post) -> None:
    council = reach.tenant.council
    with council.unit(at=reach.tenant.clock) as unit:
        unit.get(Person, reach.person.id).email = "tom.reed@mail.riverside.example"
        unit.record("test.mail", reach.person.id, {})
    reach.blocks()
    reach.owe()
    await reach.deliver()
    assert reach.ways.mailboxes == ["tom.reed@mail.riverside.example"]


async def test_without_another_way_nothing_is_promised(reach: Post) -> None:
    reach.tenant.delivery.other_channels.channels = ()
    reach.blocks()
    reach.owe()
    await reach.deliver()
    assert reach.of_kind("elsewhere") == []


@pytest.mark.parametrize(
    ("first", "second", "told"),
    [
        (SendOutcome.unreachable, None, "They were told by an e-mail."),
        (SendOutcome.misconfigured, None, "They were told by an e-mail."),
        (SendOutcome.unreachable, SendOutcome.unreachable, "The way is closed."),
    ],
)
async def test_the_next_way_is_taken_where_one_is_closed(
    reach: Post, first: SendOutcome, second: SendOutcome | None, told: str
) -> None:
    feed = Ways(reach.tenant, tells=first)
    reach.ways.tells = second
    reach.tenant.delivery.other_channels.channels = [
        OtherChannel("feed", "a line in their activity feed", feed.tell),
        OtherChannel("email", "an e-mail", reach.ways.tell),
    ]
    reach.blocks()
    reach.owe()
    await reach.deliver()
    assert [m.reason for m in reach.of_kind("elsewhere")] == [told]


async def test_a_word_elsewhere_that_may_have_come_is_sent_once_more_and_no_third_time(
    reach: Post,
) -> None:
    reach.ways.tells = SendOutcome.unknown
    reach.blocks()
    reach.owe()
    for _ in range(3):
        await reach.deliver(after=timedelta(minutes=10))
    [word] = reach.of_kind("elsewhere")
    assert word.state == "failed"
    assert word.attempts == 2


async def test_nobody_is_told_elsewhere_of_what_has_come_in_the_meantime(reach: Post) -> None:
    reach.ways.tells = SendOutcome.retry
    reach.blocks()
    reach.owe()
    await reach.deliver()
    reach.blocks(yes=False)
    reach.ways.tells = None
    reach.owe()
    await reach.deliver(after=timedelta(seconds=10))
    await reach.deliver(after=timedelta(minutes=10))
    assert reach.ways.told == []
    assert [m.state for m in reach.of_kind("elsewhere")] == ["dropped"]


async def test_a_chat_that_teams_has_moved_is_found_at_its_new_address(reach: Post) -> None:
    url = reach.tenant.connector.url
    assert await reach.tenant.says(message(url, "my work"), reach.person) == 200
    with reach.tenant.council.unit() as unit:
        remember(unit, reach.person.id, "a:of-long-ago", f"{url}/")
    reach.tenant.connector.will(Answers(403, "InvalidBotApiHost"))
    message_id = reach.owe()
    await reach.deliver()
    assert reach.state(message_id) == "delivered"
    chat = reach.tenant.message(message_id).conversation_id
    assert chat == f"a:chat-of-{reach.person.entra_object_id}"


async def test_the_audit_team_hears_once_of_whoever_is_newly_out_of_reach(reach: Post) -> None:
    reach.blocks()
    reach.owe()
    await reach.deliver()
    reach.owe()
    await reach.deliver(after=timedelta(days=1))
    with reach.tenant.council.read(reach.tenant.clock) as reader:
        told = [m for m in reader.rows(Message, kind="unreached") if m.state == "delivered"]
        team = {person.id for person in in_post(reader, post("audit_team"))}
    assert {m.to for m in told} == team
    assert len(told) == len(team), "not again on the next day for the same person"
    shown = [str(m.activity) for m in reach.tenant.connector.messages]
    assert any("could not be reached in Teams" in card for card in shown)
