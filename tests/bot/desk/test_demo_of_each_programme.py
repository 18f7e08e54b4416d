"""Each of the five published programmes can be shown: founded, drawn, allocated, proposed."""

import re
from importlib.resources import files
from pathlib import Path

import pytest

from bot.desk import demo
from bot.desk.page import fitted
from bot.ledger_opening import make_key, open_ledger
from bot.settings import Settings
from store.ledger import Actor
from store.ledger.randomness import SeededRandomness
from store.people.posts import in_post, list_confirmer
from store.programme.profile import Profile
from store.programme.shipped import shipped, shipped_names
from store.registry import perform
from store.tables import Audit, Cycle
from store.vocabulary.errors import Unready

GUIDE = (files("bot.desk") / "page" / "guide.html").read_bytes()


@pytest.mark.parametrize("profile", shipped_names())
def test_the_sample_council_fits_each_of_the_five_programmes(
    profile: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/demo.db")
    settings = Settings()
    make_key(settings, SeededRandomness(1))
    ledger = open_ledger(settings)
    programme = demo.load_council(ledger, demo.london(*demo.FOUNDED), profile)
    at = demo.london(*demo.PROPOSED)
    with ledger.read(programme, at=at) as reader:
        (cycle,) = [row.id for row in reader.rows(Cycle, state="open")]
    shell = Actor(demo.DEMO_ACTOR, demo.DEMO_ACTOR)
    for verb in ("cycle.select", "cycle.allocate", "list.propose"):
        with ledger.unit(programme, actor=shell, at=at) as unit:
            perform(unit, verb, cycle, {} if verb == "list.propose" else {"seed": demo.SEED})
    with ledger.read(programme, at=at) as reader:
        (head, *_) = in_post(reader, list_confirmer(reader, reader.get(Cycle, cycle)))
        assert len(reader.rows(Audit)) >= 40
    with ledger.unit(programme, actor=Actor(head.id, "teams"), at=at) as unit:
        perform(unit, "list.confirm", cycle, {})
    ledger.engine.dispose()


def test_a_programme_that_nobody_published_is_refused_with_the_five_names() -> None:
    with pytest.raises(Unready) as refused:
        demo.run_demo(profile="atlantis")
    assert all(name in str(refused.value) for name in shipped_names())


@pytest.mark.parametrize(("of_a_service", "other"), [(True, b"authority"), (False, b"service")])
def test_the_tour_has_only_the_parts_that_fit_its_programme(
    of_a_service: bool, other: bytes
) -> None:
    tour = fitted(GUIDE, of_a_service=of_a_service, titles={})
    assert b'data-cycles="' + other + b'"' not in tour
    assert len(re.findall(rb"<details", tour)) == 13
    for tag in (b"details", b"li", b"ol"):
        assert tour.count(b"<" + tag) == tour.count(b"</" + tag + b">")


@pytest.mark.parametrize("profile", shipped_names())
def test_every_role_that_the_tour_shows_is_called_as_the_programme_calls_it(profile: str) -> None:
    rules = Profile.parse(shipped(profile))
    titles = {name: rules.title(role) for name, role in demo.TOURED}
    tour = fitted(GUIDE, of_a_service=False, titles=titles).decode()
    called = {title[:1].upper() + title[1:] for title in titles.values()}
    assert set(re.findall(r'data-role="([^"]+)"', tour)) <= called
