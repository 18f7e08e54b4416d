"""Cards and forms of a learning programme: Monday's piece, sessions, workshops (§3)."""

from bot.cards.parts.inputs import Typed, chosen, dated, written
from bot.cards.parts.kit import Json, buttons, card, opens_link, submits, text
from bot.cards.parts.offers import offered
from store.views.parts.offers import submit_of
from store.views.reports.learning import LearningForm, LearningPieceRead

PLAN, REFLECT, ATTEND = "learning.plan", "learning.reflect", "learning.attend"
SHORT = 120


def learning_card(view: LearningPieceRead) -> Json:
    """The piece of one week, with its link; who talks it through records it from here."""
    many = "1 minute" if view.minutes == 1 else f"{view.minutes} minutes"
    return card(
        f"{view.title} ({many})",
        text(f"This week's learning on {view.theme}."),
        *buttons(
            opens_link("Open it", view.link) if view.link else None,
            *(offered(verb, view.may, view.cycle, view.version) for verb in (REFLECT, ATTEND)),
        ),
    )


def plan_form(view: LearningForm, typed: Typed) -> Json:
    """The theme, where audits show it, and a piece for each Monday."""
    return card(
        f"Learning: {view.service}, {view.month}",
        written(
            "theme", "The theme", typed, most=SHORT, multiline=False, mend="Name the theme.",
        ),
        chosen(
            "domain", "Where audits show it", view.domains, typed,
            mend="Choose the area of practice that shows it.",
            hint="The report on learning compares the grades of this area before and since.",
        ),
        dated("starts_on", "From", typed, mend="Choose the day from which pieces go out.",
              hint="The first goes out on the Monday from that day on."),
        written(
            "pieces", "Monday's pieces, one on each line", typed, most=4000,
            mend="Write each piece as title, minutes, link.",
            hint=f"For example: Seeing the child alone, 10, https://learning.example/1. "
            f"At most {view.most_minutes} minutes each.",
        ),
        actions=[submits(PLAN, submit_of(PLAN), view.cycle, view.version)],
    )  # fmt: skip


def reflect_form(view: LearningForm, typed: Typed) -> Json:
    """With whom, when, and which cases were looked at before."""
    return card(
        f"Reflective session on {view.theme}",
        chosen("person", "With", [(one.upn, one.name) for one in view.people], typed,
               mend="Choose the person it was with."),
        dated("held_on", "Held on", typed, mend="Choose the day of the session."),
        written(
            "cases", "Cases looked at before it", typed, most=SHORT, multiline=False,
            mend="Give the references of two or three cases.",
            hint="References alone, with commas: two or three cases.",
        ),
        actions=[submits(REFLECT, submit_of(REFLECT), view.cycle, view.version)],
    )  # fmt: skip


def attend_form(view: LearningForm, typed: Typed) -> Json:
    """What it was, when, and who came."""
    return card(
        f"Workshop on {view.theme}",
        written("what", "What it was", typed, most=SHORT, multiline=False,
                mend="Say what it was, such as a service day."),
        dated("held_on", "Held on", typed, mend="Choose the day on which it was held."),
        chosen("people", "Who came", [(one.upn, one.name) for one in view.people], typed,
               mend="Choose everybody who came.", several=True),
        actions=[submits(ATTEND, submit_of(ATTEND), view.cycle, view.version)],
    )  # fmt: skip
