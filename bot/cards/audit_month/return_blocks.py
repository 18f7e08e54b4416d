"""The questions of a return in blocks, from which the pages of its form are made.

The form itself requires nothing, so that a page half filled in can be saved: a label says what the
return needs, and the ledger finds what is missing.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.cards.parts.action_inputs import action_inputs
from bot.cards.parts.inputs import Typed, chosen, dated, written
from bot.cards.parts.kit import Json, heading, quiet
from store.views.audit_month.return_form import ReturnForm
from store.vocabulary import terms

NOT_APPLICABLE = "not_applicable"
"""The choice beside the grades of a domain; it needs a reason and no grade."""

LONG, SHORT = 1500, 500
"""Most characters of a text box; the audit document has the detail."""

NEEDED = "(needed)"

TALK, DOMAINS, ENQUIRY, OVERALL, ACTIONS = "talk", "domains", "enquiry", "overall", "actions"
"""The parts of the form in the order of the work; each begins on a new page."""

FAMILY, REST = "family", "rest"
"""Blocks that stand with others of their part: the family's word, and excellent practice."""

NAMES = {
    TALK: "The conversation and the family",
    FAMILY: "The family",
    DOMAINS: "The domains",
    ENQUIRY: "Lines of enquiry and excellent practice",
    REST: "Excellent practice",
    OVERALL: "Overall",
    ACTIONS: "Actions",
}


@dataclass(frozen=True, slots=True)
class QuestionBlock:
    """Questions that stay together; each input belongs to the one block with its `key`."""

    key: str
    part: str
    name: str
    body: tuple[Json, ...]


def key_of(name: str) -> str:
    """The key of the block that an input belongs to."""
    parts = name.split(".")
    match parts:
        case ["grade" | "evidence" | "rationale" | "document_link"]:
            return OVERALL
        case ["family_feedback" | "no_family_feedback"]:
            return FAMILY
        case ["kloes" | "domains" | "actions" as of, which, *_]:
            return f"{of}.{which}"
        case ["domains" | "actions" as of]:
            return f"{of}.1"
        case ["excellent_practice" | "services_involved"]:
            return REST
        case ["not_this_child"]:
            return name  # an answer about the whole return, on whichever page it is asked
        case _:
            return TALK


def return_blocks(view: ReturnForm, typed: Typed, slots: int) -> list[QuestionBlock]:
    """Every block in the order of the form, with that many slots for actions."""
    return [
        QuestionBlock(TALK, TALK, NAMES[TALK], tuple(_conversation(view, typed))),
        QuestionBlock(FAMILY, TALK, NAMES[FAMILY], tuple(_family(typed))),
        *(
            QuestionBlock(f"domains.{key}", DOMAINS, name, tuple(_domain(view, key, name, typed)))
            for key, name in view.domains
        ),
        *(
            QuestionBlock(f"kloes.k{n}", ENQUIRY, f"Line {n}", (_enquiry(n, kloe, typed),))
            for n, kloe in enumerate(view.audit.kloes, 1)
        ),
        QuestionBlock(REST, ENQUIRY, NAMES[REST], tuple(_rest(view, typed))),
        QuestionBlock(OVERALL, OVERALL, NAMES[OVERALL], tuple(_overall(view, typed))),
        *(
            QuestionBlock(
                f"actions.{n}", ACTIONS, f"Action {n}", tuple(action_inputs(n, view.owners, typed))
            )
            for n in range(1, slots + 1)
        ),
    ]


def _overall(view: ReturnForm, typed: Typed) -> list[Json]:
    """The document, then the grade with its definitions: last, once everything was looked at."""
    link = written(
        "document_link",
        f"Link to the audit document {NEEDED}",
        typed,
        hint="For example: the SharePoint address, which those with access can open.",
        most=500,
        multiline=False,
    )
    if not view.grades:
        return [quiet("This audit is not graded: say what you found."), link, *_found(view, typed)]
    if view.follows:
        how = f"{view.follows} You grade each domain on its page."
        return [quiet(how), link, *_found(view, typed)]
    return [
        link,
        chosen(
            "grade",
            f"Overall grade {NEEDED}",
            [(grade.name, f"{grade.name}: {grade.definition}") for grade in view.grades],
            typed,
            style="expanded",
        ),
        *_words(
            view,
            "evidence",
            f"Evidence for the grade {NEEDED}",
            typed,
            hint="For example: what was seen, where, and what it changed for the child.",
            most=LONG,
        ),
        written(
            "rationale", f"Why this grade and not the one beside it {NEEDED}", typed, most=LONG
        ),
    ]


def _found(view: ReturnForm, typed: Typed) -> list[Json]:
    return _words(view, "evidence", f"What was found {NEEDED}", typed, most=LONG)


def _words(
    view: ReturnForm, name: str, label: str, typed: Typed, *, most: int = SHORT, hint: str = ""
) -> list[Json]:
    """A box for what the audit document may hold instead; where it does, only if it is filled in.

    So a text that was saved before the profile changed stays in sight and is never lost.
    """
    if not view.whole and not typed.values.get(name):
        return []
    label = label if view.whole else label.removesuffix(f" {NEEDED}")
    return [written(name, label, typed, hint=hint, most=most)]


def _conversation(view: ReturnForm, typed: Typed) -> list[Json]:
    name = view.audit.practitioner.name
    return [
        chosen(
            "practitioner_involved",
            f"Who took part {NEEDED}",
            [
                ("practitioner", f"{name} took part"),
                ("someone_else", f"Somebody took part instead of {name}"),
            ],
            typed,
            style="expanded",
        ),
        written(
            "practitioner_stand_in", "If somebody else: who by role, and why", typed, most=SHORT
        ),
        dated("discussed_on", f"Grade and outcome discussed with them on {NEEDED}", typed),
        *(
            [
                dated(
                    "manager_discussed_on",
                    f"Talked through with {view.audit.team_manager.name} on",
                    typed,
                    hint=f"A re-audit is talked through with the {terms.TEAM_MANAGER} as well.",
                )
            ]
            if view.reaudit
            else []
        ),
        written(
            "practitioner_feedback",
            f"What {name} said about the work and this audit, if anything",
            typed,
            most=SHORT,
        ),
    ]


def _family(typed: Typed) -> list[Json]:
    return [
        heading(NAMES[FAMILY]),
        written(
            "family_feedback",
            "The family's or child's feedback",
            typed,
            hint="Give their feedback, or say below why there is none; one of the two is needed.",
            most=SHORT,
        ),
        written("no_family_feedback", "If there is none: why", typed, most=SHORT),
    ]


def _enquiry(number: int, kloe: str, typed: Typed) -> Json:
    return written(
        f"kloes.k{number}",
        f"What this audit showed on line {number} {NEEDED}",
        typed,
        hint=kloe,
        most=SHORT,
    )


def _domain(view: ReturnForm, key: str, name: str, typed: Typed) -> list[Json]:
    choices = [(grade, grade) for grade in view.domain_grades]
    at = f"domains.{key}"
    return [
        heading(name),
        chosen(
            f"{at}.grade",
            f"{name}: grade {NEEDED}",
            [*choices, (NOT_APPLICABLE, "Not applicable")],
            typed,
        ),
        *_words(view, f"{at}.evidence", f"{name}: evidence", typed),
        *_words(view, f"{at}.strengths", f"{name}: strengths", typed),
        *_areas(view, at, name, typed),
        written(f"{at}.not_applicable", f"{name}: if not applicable, why", typed, most=SHORT),
    ]


def _areas(view: ReturnForm, at: str, name: str, typed: Typed) -> list[Json]:
    """The areas to develop, which nobody is asked for where the grade lies beyond good."""
    beyond, grade = view.beyond_good, typed.values.get(f"{at}.grade")
    if beyond and grade == beyond and not typed.values.get(f"{at}.areas"):
        return []
    unless = f" (not for {beyond})" if beyond and not grade else ""
    return _words(view, f"{at}.areas", f"{name}: areas to develop{unless}", typed)


def _rest(view: ReturnForm, typed: Typed) -> list[Json]:
    services = [(service, service) for service in view.services]
    return [
        written("excellent_practice", "Examples of excellent practice, if any", typed, most=SHORT),
        *(
            [
                chosen(
                    "services_involved",
                    "Internal services involved, if any",
                    services,
                    typed,
                    style="expanded",
                    several=True,
                )
            ]
            if services
            else []
        ),
    ]


def intro(view: ReturnForm, part: str) -> Sequence[Json]:
    """The lines above the questions of a page."""
    if part == ACTIONS:
        below = " or ".join(grade.name for grade in view.grades if grade.below_good)
        if not below:
            return [
                quiet("Fill in one for each thing that is to change; otherwise leave it empty.")
            ]
        return [quiet(f"At least one where the grade is {below}; otherwise leave it empty.")]
    if part == DOMAINS and not view.whole:
        return [
            quiet(
                "Evidence, strengths and areas to develop stand in the audit document. Give each "
                "grade here, or say why none applies."
            )
        ]
    if part == DOMAINS:
        unless = f" Of {view.beyond_good} no areas are asked." if view.beyond_good else ""
        return [
            quiet(
                "A grade needs evidence, strengths and areas to develop; or say why none applies."
                f"{unless}"
            )
        ]
    return []
