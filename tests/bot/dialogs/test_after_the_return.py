"""The story of an audit once it is returned: what it tells, and what it never tells."""

from bot.dialogs.below_good import action, board, progress, progression, uopp
from store.registry import ACTS
from store.tables import Action, Audit
from store.views.reports.audit_story import audit_story
from store.vocabulary.message_kinds import ARRIVED
from tests.bot.dialogs.showing import deliver
from tests.store.acts.moderating import MODERATED, moderate, returned
from tests.store.council import Council

WRITTEN = "The aunt of Quillon Zephyrine told me so."


def test_the_story_has_words_for_every_act_on_an_audit_and_none_for_a_draft() -> None:
    told = {verb for verb, act in ACTS.items() if act.on in (Audit, Action)} - {"return.save"}
    assert all(ACTS[verb].words.story for verb in told)
    assert not ACTS["return.save"].words.story, "a draft is its auditor's own"
    assert not any(ACTS[verb].words.story for verb in ACTS if verb.startswith("concern."))


def test_the_story_names_what_reached_somebody_but_never_a_concern() -> None:
    """A kind about an audit, or a part of it, has its words (programme.md §2.12 for concerns)."""
    assert not any(kind.startswith("concern") for kind in ARRIVED)
    told = (action, progress, uopp, progression)
    assert {kind for one in told for kind in one.CONVERSATION.messages} <= set(ARRIVED)
    assert not set(board.CONVERSATION.messages) & set(ARRIVED)
    assert "practised" in ARRIVED


def test_the_story_of_an_audit_tells_of_moderation_and_never_of_a_concern(council: Council) -> None:
    audit = returned(council)
    moderate(council, audit)
    concern = {"audit": audit.id, "text": WRITTEN}
    council.do("concern.raise", audit.auditor or "", concern, by=audit.auditor or "", at=MODERATED)
    deliver(council, MODERATED)
    with council.read(MODERATED) as reader:
        told = [f"{moment.who} {moment.what}" for moment in audit_story(reader, audit.id)]
    assert any("agreed with the grade in moderation" in line for line in told)
    assert any("delivered the outcome of moderation" in line for line in told)
    assert not any("concern" in line for line in told)
    assert not any("a message" in line for line in told)
