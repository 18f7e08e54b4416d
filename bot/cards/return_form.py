"""The form of a return: everything it carries (programme.md §2.8) in one dialog."""

from bot.cards.inputs import Typed, chosen, dated, written
from bot.cards.kit import Json, card, facts, heading, quiet, submits
from store.views.return_form import ReturnForm

VERB = "return.submit"
NOT_APPLICABLE = "not_applicable"
"""The choice that stands beside the grades of a domain; it needs its reason and no grade."""

LONG, SHORT, ACTION = 1500, 500, 300
"""The longest texts that one box takes; the whole is in the audit document."""


def return_form_card(view: ReturnForm, typed: Typed) -> Json:
    """The dialog's form, with what was typed before and what is to be mended."""
    audit = view.audit
    return card(
        f"Return {audit.case_ref}, due {audit.due_on}",
        facts([("Work of", f"{audit.practitioner.with_role}, {audit.team}")]),
        quiet("Write of the work and its effect; leave out the child's name and other names."),
        *_overall(view, typed),
        *_conversation(view, typed),
        *_enquiries(view, typed),
        *(part for key, name in view.domains for part in _domain(view, key, name, typed)),
        *_improvement(view, typed),
        *_rest(view, typed),
        actions=[submits(VERB, "Return the audit", audit.id, audit.version)],
    )


def _overall(view: ReturnForm, typed: Typed) -> list[Json]:
    return [
        heading("Overall"),
        chosen(
            "grade",
            "Overall grade",
            [(grade.name, f"{grade.name}: {grade.definition}") for grade in view.grades],
            typed,
            mend="Choose the grade whose definition fits the work.",
            style="expanded",
        ),
        written(
            "evidence",
            "Evidence for the grade",
            typed,
            mend="Say what you saw in the record, in the conversation, and from the family.",
            hint="For example: what was seen, where, and what it changed for the child.",
            most=LONG,
        ),
        written(
            "rationale",
            "Why this grade and not the one beside it",
            typed,
            mend="Say why this grade fits better than the ones beside it.",
            most=LONG,
        ),
    ]


def _conversation(view: ReturnForm, typed: Typed) -> list[Json]:
    name = view.audit.practitioner.name
    return [
        heading("The conversation"),
        chosen(
            "practitioner_involved",
            "Who took part",
            [
                ("practitioner", f"{name} took part"),
                ("someone_else", f"Somebody took part instead of {name}"),
            ],
            typed,
            mend="Choose who took part in the audit.",
            style="expanded",
        ),
        written(
            "practitioner_stand_in",
            "If somebody else: who by role, and why",
            typed,
            most=SHORT,
        ),
        dated(
            "discussed_on",
            "Grade and outcome discussed with them on",
            typed,
            mend="Give the day you talked grade and outcome through, today at the latest.",
            last=view.today,
        ),
        written(
            "family_feedback",
            "The family's or child's feedback",
            typed,
            hint="Give their feedback, or say below why there is none.",
            most=SHORT,
        ),
        written("no_family_feedback", "If there is none: why", typed, most=SHORT),
    ]


def _enquiries(view: ReturnForm, typed: Typed) -> list[Json]:
    if not view.audit.kloes:
        return []
    return [
        heading("Lines of enquiry"),
        *(
            written(
                f"kloes.k{number}",
                f"What this audit showed on line {number}",
                typed,
                mend="Say what this audit showed, even where that is nothing.",
                hint=kloe,
                most=SHORT,
            )
            for number, kloe in enumerate(view.audit.kloes, 1)
        ),
    ]


def _domain(view: ReturnForm, key: str, name: str, typed: Typed) -> list[Json]:
    choices = [(grade.name, grade.name) for grade in view.grades]
    at = f"domains.{key}"
    return [
        heading(name),
        chosen(
            f"{at}.grade",
            f"{name}: grade",
            [*choices, (NOT_APPLICABLE, "Not applicable")],
            typed,
            mend="Choose a grade, or not applicable.",
        ),
        written(f"{at}.evidence", f"{name}: evidence", typed, most=SHORT),
        written(f"{at}.strengths", f"{name}: strengths", typed, most=SHORT),
        written(f"{at}.areas", f"{name}: areas to develop", typed, most=SHORT),
        written(f"{at}.not_applicable", f"{name}: if not applicable, why", typed, most=SHORT),
    ]


def _improvement(view: ReturnForm, typed: Typed) -> list[Json]:
    below = " or ".join(grade.name for grade in view.grades if grade.below_good)
    return [
        heading("Actions"),
        quiet(f"At least one where the grade is {below}. Leave the others empty."),
        *(part for n in range(1, view.action_slots + 1) for part in _action(view, n, typed)),
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
        dated(f"{at}.by", f"Action {number}: by when", typed, first=view.today),
        written(f"{at}.different", f"Action {number}: what will be different", typed, most=ACTION),
        chosen(f"{at}.scope", f"Action {number}: for (this case unless chosen)", scopes, typed),
    ]


def _rest(view: ReturnForm, typed: Typed) -> list[Json]:
    services = [(service, service) for service in view.services]
    return [
        heading("Besides"),
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
            "Link to the audit document",
            typed,
            mend="Paste the document's whole address; it starts with https://",
            hint="For example: the SharePoint address, which those with access can open.",
            most=500,
            multiline=False,
        ),
    ]
