"""What each meaning of typed words shows: a card or a form, and never an act."""

from collections.abc import Callable, Mapping
from typing import cast

from bot.cards.moderation.concern import concern_start_card
from bot.cards.moderation.dispute import CHOOSE
from bot.cards.nudges import in_words, own_audits
from bot.cards.nudges.help_request import stuck_card
from bot.cards.nudges.my_requests import my_requests_card
from bot.cards.nudges.my_work import my_work_card, who_owes_card
from bot.cards.nudges.typed_words import help_card, status_card
from bot.cards.nudges.understood import menu
from bot.cards.parts.kit import Json
from bot.cards.parts.text import joined
from bot.cards.people.people_found import said_to_leave_card
from bot.cards.programme.programme import not_of_the_team_card, programme_card
from bot.cards.reports.reports_asked import reports_card
from bot.dialogs.nudges import duty_answers
from bot.dialogs.nudges.away import away
from bot.dialogs.nudges.typing_person import Typing
from bot.understanding.intents import intents, offered
from bot.understanding.reports import report_asked_in
from store.ledger import Reader
from store.tables import Person, Programme
from store.views.moderation.concern import concern_to_raise
from store.views.moderation.dispute import may_dispute
from store.views.nudges.help_request import stuck_with_all
from store.views.nudges.my_requests import my_requests
from store.views.nudges.my_work import my_work
from store.views.nudges.spoken_of import meetings_of, spoken_of
from store.views.nudges.status import standing
from store.views.nudges.who_owes import who_owes
from store.views.parts.offers import is_of_the_team
from store.views.parts.scope import scope_of
from store.views.people.people_found import people_named_in
from store.views.programme.programme import programme_today
from store.views.reports.report_asked import services_audited
from store.views.reports.report_summary import reports_of
from store.vocabulary import terms
from store.vocabulary.intents import Intent

OFFICERS_ALONE = frozenset({"upload", "draw"})
"""Meanings that the menu offers to the audit team alone."""
FIRST_FOR_OFFICERS: tuple[Intent, ...] = ("draw", "who_owes", "upload", "my_work")
FIRST_FOR_MANAGERS: tuple[Intent, ...] = ("my_work", "who_owes", "status", "stuck")
FIRST: tuple[Intent, ...] = ("my_work", "when_due", "absence", "stuck")


def answer_to(intent: str, typing: Typing) -> Json:
    """The card that shows `intent`; help for a name of another version."""
    known = intent if intent in ANSWERS else "help"
    return ANSWERS[cast("Intent", known)](typing)


def menu_of(reader: Reader, person: Person) -> tuple[list[tuple[str, str]], tuple[Intent, ...]]:
    """The buttons of the menu for this person, and which of them come first."""
    officer = is_of_the_team(reader, person.id)
    names = [name for name in offered() if officer or name not in OFFICERS_ALONE]
    first = FIRST_FOR_OFFICERS if officer else FIRST
    if not officer and scope_of(reader, person.id).only is None:
        first = FIRST_FOR_MANAGERS
    return [(name, intents()[name].button) for name in names if name != "help"], first


def _help(typing: Typing) -> Json:
    officer = is_of_the_team(typing.reader, typing.person.id)
    return help_card(menu(*menu_of(typing.reader, typing.person)), officer=officer)


def _my_work(typing: Typing) -> Json:
    return my_work_card(my_work(typing.reader, typing.person.id))


def _my_requests(typing: Typing) -> Json:
    person = typing.person
    return my_requests_card(my_requests(typing.reader, person.id, person.version))


def _stuck(typing: Typing) -> Json:
    return stuck_card(stuck_with_all(typing.reader, typing.person.id))


def _status(typing: Typing) -> Json:
    return status_card(standing(typing.reader, typing.person.id))


def _who_owes(typing: Typing) -> Json:
    return who_owes_card(who_owes(typing.reader, typing.person.id))


def _programme(typing: Typing) -> Json:
    if not is_of_the_team(typing.reader, typing.person.id):
        return not_of_the_team_card(typing.team)
    return programme_card(programme_today(typing.reader, typing.person.id))


def _papers(typing: Typing) -> Json:
    return reports_card(
        reports_of(typing.reader, typing.person.id, _report_asked(typing)), typing.team
    )


def names_a_report(typing: Typing) -> bool:
    """Whether the words name a report, and the service or the months that they want it of."""
    given = _report_asked(typing)
    return "report" in given and len(given) > 1


def _report_asked(typing: Typing) -> dict[str, str]:
    today = typing.reader.calendar.local(typing.reader.at).date()
    return report_asked_in(typing.words, services_audited(typing.reader), today)


def _concern(typing: Typing) -> Json:
    return concern_start_card(concern_to_raise(typing.reader, typing.person.id))


def _list(typing: Typing) -> Json:
    if is_of_the_team(typing.reader, typing.person.id):
        return _programme(typing)
    asks = duty_answers.asks(typing, "list.confirm")
    return own_audits.asks_card(
        "The list of audits",
        asks,
        f"No list waits for you. Its {terms.HEAD_OF_SERVICE} confirms it.",
    )


def _exempt(typing: Typing) -> Json:
    return own_audits.reasons_card(
        "If you cannot do an audit",
        ("You can ask to be exempt. The due date stands until that is decided.",),
        typing.audits, "exemption.request", words=typing.words, label="Your reason",
    )  # fmt: skip


def _extension(typing: Typing) -> Json:
    allowed = typing.reader.profile.exemption.extensions
    return own_audits.reasons_card(
        "More time",
        in_words.extension_lines(allowed=allowed, team=typing.team),
        typing.audits, "exemption.request", words=typing.words,
        label="Your reason, if you ask to be exempt",
    )  # fmt: skip


def _conflict(typing: Typing) -> Json:
    return own_audits.reasons_card(
        "If you know the child or family",
        (f"The {typing.team} reads what you declare, and gives the audit to somebody else.",),
        typing.audits, "conflict.declare", "moderation.conflict",
        words=typing.words, label="How you are involved",
    )  # fmt: skip


def _leaving(typing: Typing) -> Json:
    reader, person = typing.reader, typing.person
    if is_of_the_team(reader, person.id):
        programme = reader.get(Programme, reader.programme)
        return said_to_leave_card(
            people_named_in(reader, typing.words, person.id),
            (person.id, person.version),
            (programme.id, programme.version),
        )
    helpers = stuck_with_all(typing.reader, typing.person.id)
    return in_words.leaving_card(typing.team, joined(list(helpers.team)))


def _who(typing: Typing) -> Json:
    return own_audits.audits_card("Who does what", typing.audits, _no_audit(typing))


def _show(typing: Typing) -> Json:
    return own_audits.audits_card("Your audits", typing.audits, _no_audit(typing))


def _no_audit(typing: Typing) -> str:
    if typing.about:
        return f"There is no audit of {typing.about} that you may see."
    return "You have no part in an audit that is under way."


def _correct(typing: Typing) -> Json:
    return own_audits.undo_card(spoken_of(typing.reader, typing.person.id), typing.team)


def _disagree(typing: Typing) -> Json:
    person = typing.person
    disputable = len(may_dispute(typing.reader, person.id))
    return in_words.disagree_card(
        person.id, person.version, CHOOSE, "Dispute a grade…", disputable=disputable
    )


def _meetings(typing: Typing) -> Json:
    asks = duty_answers.asks(typing, "uopp.hold", "uopp.second", "kloe.hold", "uopp.share")
    return own_audits.meetings_card(meetings_of(typing.reader, typing.person.id), asks)


def _meaning(typing: Typing) -> Json:
    scale = [(grade.name, grade.definition) for grade in typing.reader.profile.scale]
    said = typing.words.casefold()
    below = {"requires improvement": "ri"}
    asked = [name.casefold() for name, _ in (*scale, *in_words.TERMS) if name.casefold() in said]
    asked += [short for long, short in below.items() if long in said]
    if not asked and any(word in said for word in ("grade", "scale")):
        return in_words.grades_card(scale)
    return in_words.meaning_card(scale, asked)


def _reminders(_typing: Typing) -> Json:
    return in_words.reminders_card()


def _thanks(_typing: Typing) -> Json:
    return in_words.thanks_card()


def _yes_no(_typing: Typing) -> Json:
    return in_words.yes_no_card()


def _hello(typing: Typing) -> Json:
    view = my_work(typing.reader, typing.person.id)
    number = len(view.asks)
    things = "Nothing is open for you." if not number else f"{number} open for you."
    return in_words.hello_card(typing.person.name, things)


ANSWERS: Mapping[Intent, Callable[[Typing], Json]] = {
    "absence": away,
    "accept": duty_answers.accept,
    "action": duty_answers.action,
    "concern": _concern,
    "conflict": _conflict,
    "correct": _correct,
    "disagree": _disagree,
    "draw": _programme,
    "exempt": _exempt,
    "extension": _extension,
    "hand_in": duty_answers.hand_in,
    "hello": _hello,
    "help": _help,
    "leaving": _leaving,
    "list": _list,
    "meaning": _meaning,
    "meeting_move": _meetings,
    "meeting_when": _meetings,
    "moderate": duty_answers.moderate,
    "my_requests": _my_requests,
    "my_work": _my_work,
    "none": _help,
    "papers": _papers,
    "reminders": _reminders,
    "section": duty_answers.section,
    "show": _show,
    "status": _status,
    "stuck": _stuck,
    "thanks": _thanks,
    "upload": _programme,
    "when_due": duty_answers.when_due,
    "who": _who,
    "who_owes": _who_owes,
    "yes_no": _yes_no,
}
"""The one table of what typed words can show."""
