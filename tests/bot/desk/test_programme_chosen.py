"""Each of the published programmes can be chosen on the page, and the demo begins again with it."""

from bot.desk.programmes import one_after_another
from store.programme.shipped import shipped_names
from tests.bot.desk.conftest import Desk


async def test_the_page_learns_which_programme_it_shows_and_which_it_could(desk: Desk) -> None:
    status, found = await desk.ask("/desk/programmes")
    assert status == 200
    assert isinstance(found, dict)
    assert found["shown"] == "tower-hamlets"
    assert [one["name"] for one in found["programmes"]] == list(shipped_names())
    assert {"name": "tower-hamlets", "title": "Tower Hamlets"} in found["programmes"]


async def test_a_programme_that_is_chosen_ends_the_one_that_is_shown(desk: Desk) -> None:
    status, _ = await desk.tell("/desk/programmes", {"profile": "bromley"})
    assert (status, desk.choice.chosen) == (202, "bromley")
    assert desk.choice.ended.is_set()


async def test_one_that_nobody_published_is_refused_with_the_names(desk: Desk) -> None:
    status, refused = await desk.tell("/desk/programmes", {"profile": "atlantis"})
    assert status == 400
    assert all(name in str(refused) for name in shipped_names())
    assert not desk.choice.ended.is_set()


def test_the_demo_goes_on_with_each_programme_that_is_chosen_until_none_is() -> None:
    wanted = iter(["bromley", "bradford", None])
    served: list[str] = []

    def serve(name: str) -> str | None:
        served.append(name)
        return next(wanted)

    one_after_another("tower-hamlets", serve)
    assert served == ["tower-hamlets", "bromley", "bradford"]
