"""Every card in every state, drawn from sample views: for the linter, the pictures and Chromium."""

from bot.dialogs.faces import Face, faced
from bot.dialogs.parts.own_words import card_in_own_words
from store.programme.profile import Profile, shipped
from tests.bot.cards.adding_gallery import adding_gallery
from tests.bot.cards.audit_list_gallery import audit_list_gallery
from tests.bot.cards.audit_month_gallery import audit_month_gallery
from tests.bot.cards.before_cycle_gallery import before_cycle_gallery
from tests.bot.cards.below_good_gallery import below_good_gallery
from tests.bot.cards.below_good_uopp_gallery import below_good_uopp_gallery
from tests.bot.cards.cycle_audits_gallery import cycle_audits_gallery
from tests.bot.cards.deliveries_gallery import deliveries_gallery
from tests.bot.cards.dip_sample_gallery import dip_sample_gallery
from tests.bot.cards.dispute_gallery import dispute_gallery
from tests.bot.cards.list_gallery import list_gallery
from tests.bot.cards.moderation_gallery import moderation_gallery
from tests.bot.cards.nudges_gallery import nudges_gallery
from tests.bot.cards.people_gallery import people_gallery
from tests.bot.cards.programme_gallery import programme_gallery
from tests.bot.cards.reports_asked_gallery import reports_asked_gallery
from tests.bot.cards.reports_gallery import reports_gallery
from tests.bot.cards.return_gallery import return_gallery

GALLERIES = (
    before_cycle_gallery,
    audit_list_gallery,
    list_gallery,
    adding_gallery,
    audit_month_gallery,
    return_gallery,
    dip_sample_gallery,
    moderation_gallery,
    dispute_gallery,
    below_good_gallery,
    below_good_uopp_gallery,
    people_gallery,
    deliveries_gallery,
    nudges_gallery,
    reports_gallery,
    reports_asked_gallery,
    cycle_audits_gallery,
    programme_gallery,
)


def gallery(profile: str = "tower-hamlets") -> dict[str, Face]:
    """Each card by its kind and state, in the words of that profile."""
    words = Profile.parse(shipped(profile))
    return {
        name: faced(card_in_own_words(card, words))
        for each in GALLERIES
        for name, card in each().items()
    }
