"""The questions of a return in blocks, from which the pages of its form are made.

The form itself requires nothing, so that a page half filled in can be saved: a label says what the
return needs, and the ledger finds what is missing.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.cards.parts.inputs import Typed, chosen, dated, written
from bot.cards.parts.kit import Json, heading, quiet
from store.views.audit_month.return_form import ReturnForm
from store.vocabulary import terms

NOT_APPLICABLE = "not_applicable"
"""The choice beside the grades of a domain; it needs a reason and no grade."""

LONG, SHORT, ACTION = 1500, 500, 300
"""Most characters of a text box; the audit document has the detail."""

NEEDED = "(needed)"

OVERALL, TALK, DOMAINS, ACTIONS, REST = "overall", "talk", "domains", "actions", "rest"
"""The parts of the form in order; each begins on a new page."""

NAMES = {
    OVERALL: "The grade",
    TALK: "The conversation",
    DOMAINS: "The domains",
    ACTIONS: "Actions",
    REST: "Document and rest",
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
        case ["grade" | "evidence" | "rationale"]:
            return OVERALL
        case ["kloes" | "domains" | "actions" as of, which, *_]:
            return f"{of}.{which}"
        case ["domains" | "actions" as of]:
            return f"{of}.1"
        case ["excellent_practice" | "services_involved" | "document_link"]:
            return REST
        case ["not_this_child"]:
            return name  # an answer about the whole return, on whichever page it is asked
        case _:
            return TALK


def return_blocks(view: ReturnForm, typed: Typed, slots: int) -> list[QuestionBlock]:
    """Every block in the order of the form, with that many slots for actions."""
    return [
        QuestionBlock(OVERALL, OVERALL, NAMES[OVERALL], tuple(_overall(view, typed))),
        QuestionBlock(TALK, TALK, NAMES[TALK], tuple(_conversation(view, typed))),
        *(
            QuestionBlock(f"kloes.k{n}", TALK, f"Line {n}", (_enquiry(n, kloe, typed),))
            for n, kloe in enumerate(view.audit.kloes, 1)
        ),
        *(
            QuestionBlock(f"domains.{key}", DOMAINS, name, tuple(_domain(view, key, name, typed)))
            for key, name in view.domains
        ),
        *(
            QuestionBlock(f"actions.{n}", ACTIONS, f"Action {n}", tuple(_action(view, n, typed)))
            for n in range(1, slots + 1)
        ),
        QuestionBlock(REST, REST, NAMES[REST], tuple(_rest(view, typed))),
    ]


def _overall(view: ReturnForm, typed: Typed) -> list[Json]:
    if not view.grades:
        return [
            quiet("This audit is not graded: say what you found."),
            written("evidence", f"What was found {NEEDED}", typed, most=LONG),
        ]
    if view.follows:
        return [
            quiet(f"{view.follows} You grade each domain on its page."),
            written("evidence", f"What was found {NEEDED}", typed, most=LONG),
        ]
    return [
        chosen(
            "grade",
            f"Overall grade {NEEDED}",
            [(grade.name, f"{grade.name}: {grade.definition}") for grade in view.grades],
            typed,
            style="expanded",
        ),
        written(
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
        written(f"{at}.evidence", f"{name}: evidence", typed, most=SHORT),
        written(f"{at}.strengths", f"{name}: strengths", typed, most=SHORT),
        written(f"{at}.areas", f"{name}: areas to develop", typed, most=SHORT),
        written(f"{at}.not_applicable", f"{name}: if not applicable, why", typed, most=SHORT),
    ]


def _action(view: ReturnForm, number: int, typed: Typed) -> list[Json]:
    at, audit = f"actions.{number}", view.audit
    owners = [
        ("practitioner", audit.practitioner.with_role),
        ("team_manager", audit.team_manager.with_role),
        ("head_of_service", view.head_of_service),
    ]
    scopes = [("case", "This case"), ("service", "The service"), ("report", "The report")]
    return [
        written(f"{at}.what", f"Action {number}: what exactly", typed, most=ACTION),
        chosen(f"{at}.who", f"Action {number}: who", owners, typed),
        dated(f"{at}.by", f"Action {number}: by when", typed),
        written(f"{at}.different", f"Action {number}: what will be different", typed, most=ACTION),
        chosen(f"{at}.scope", f"Action {number}: for (this case unless chosen)", scopes, typed),
    ]


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
        written(
            "document_link",
            f"Link to the audit document {NEEDED}",
            typed,
            hint="For example: the SharePoint address, which those with access can open.",
            most=500,
            multiline=False,
        ),
    ]


def intro(view: ReturnForm, part: str) -> Sequence[Json]:
    """The lines above the questions of a page."""
    if part == ACTIONS:
        below = " or ".join(grade.name for grade in view.grades if grade.below_good)
        if not below:
            return [quiet("Fill in one for each thing that is to change; leave the others empty.")]
        return [quiet(f"At least one where the grade is {below}. Leave the others empty.")]
    if part == DOMAINS:
        return [
            quiet(
                "A grade needs evidence, strengths and areas to develop; or say why none applies."
            )
        ]
    return []
