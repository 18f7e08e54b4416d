"""Who is copied on the outcome of a moderation (guide §7)."""

import pytest

from bot.cards.moderation.moderated import moderated_card
from store.people.posts import post
from store.programme.profile import Profile, shipped, shipped_names
from store.views.moderation.moderated import moderated
from tests.bot.cards.linter import said
from tests.store.acts.moderating import MODERATED, SPOKE, checker, moderate, returned
from tests.store.council import STRANGER, Council
from tests.store.stored_profiles import adopt_without

TEAM = post("audit_team")


@pytest.mark.parametrize(
    ("verb", "given"),
    [
        ("agree", {}),
        ("change", {"grade": "RI", "rationale": "Not evidenced.", "spoke_on": SPOKE}),
        ("change", {"grade": "Inadequate", "rationale": "Not evidenced.", "spoke_on": SPOKE}),
    ],
)
def test_guide_7_the_audit_team_is_copied_on_every_moderation(
    council: Council, verb: str, given: dict[str, str]
) -> None:
    audit = returned(council)
    moderate(council, audit, verb, **given)
    assert council.messages("moderated").count((TEAM, audit.id)) == 1


def test_the_copy_says_what_was_decided_and_that_nothing_is_to_be_done(council: Council) -> None:
    audit = returned(council)
    moderate(council, audit)
    with council.read(MODERATED) as reader:
        view = moderated(reader, audit.id, checker(audit))
        assert view is not None
        assert (view.reader, view.copied_as, view.reads_why) == ("copied", "the audit team", True)
        words = said(moderated_card(view))
        assert moderated(reader, audit.id, STRANGER) is None
    assert "A copy for the audit team: nothing for you to do." in words


def test_an_auditor_of_the_audit_team_reads_it_as_its_auditor(council: Council) -> None:
    audit = returned(council)
    moderate(council, audit)
    with council.read(MODERATED) as reader:
        view = moderated(reader, audit.id, audit.auditor or "")
    assert view is not None
    assert (view.reader, view.copied_as) == ("auditor", "")


def test_a_stored_profile_without_the_key_copies_nobody(council: Council) -> None:
    adopt_without(council, "copies.moderated")
    audit = returned(council)
    moderate(council, audit)
    told = {to for to, _ in council.messages("moderated")}
    assert told == {audit.auditor, audit.practitioner, audit.team_manager}
    with council.read(MODERATED) as reader:
        assert moderated(reader, audit.id, checker(audit)) is None


@pytest.mark.parametrize("name", shipped_names())
def test_only_the_guide_of_tower_hamlets_asks_for_it(name: str) -> None:
    copied = Profile.parse(shipped(name)).copies.moderated
    assert copied == ((TEAM,) if name == "tower-hamlets" else ())
