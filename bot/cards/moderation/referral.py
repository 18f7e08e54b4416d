"""Cards and form of a referred audit, for the audit team, its moderator and auditor (§2.10)."""

from bot.cards.parts.inputs import Typed, chosen, written
from bot.cards.parts.kit import (
    Json,
    buttons,
    card,
    facts,
    heading,
    opens_dialog,
    quiet,
    submits,
    text,
)
from bot.cards.parts.offers import offered, opens_document, why_this_date
from store.views.moderation.referral import ReferralWords, ReferredAudit
from store.views.parts.offers import submit_of
from store.vocabulary import terms

VERB, VIEW = "void.decide", "referral.view"
STAFF = 1000

GROUNDS = {
    "not_contacted": "the practitioner was not contacted",
    "still_poor": "still poor after a conversation",
    "auditor_left": "its auditor left before it was corrected",
    "auditor_moved": "its auditor came too close to the case before it was corrected",
}
OUTCOMES = {
    "keep": "it stands and is moderated",
    "reallocate": "it is void, and the case is audited again",
    "close": "it is void and closed",
}


def referred_card(view: ReferredAudit) -> Json:
    """For the audit team: decide whether it stands or is void; later their receipt."""
    if view.outcome:
        return void_decided_card(view)
    audit = view.audit
    by = "" if view.decide_by is None else view.decide_by.words
    spoke = f"{view.spoke_on}, with the auditor" if view.spoke_on else ""
    left = view.grounds in ("auditor_left", "auditor_moved")
    by_whom = "" if left else f"{view.referred_by.name}, {view.referred_on}"
    barred = f"You audited or referred it, so somebody else in the {terms.AUDIT_TEAM} decides."
    return card(
        f"Decide what becomes of {audit.case_ref}{f' by {by}' if by else ''}",
        facts(
            [
                ("Why", GROUNDS.get(view.grounds, view.grounds)),
                ("Referred by", by_whom),
                ("Talked on", spoke),
                ("Auditor", "" if audit.auditor is None else audit.auditor.name),
                ("Graded", view.grade),
            ]
        ),
        *([text(barred)] if view.barred else []),
        *buttons(
            offered(VERB, view.may, audit.id, audit.version, primary=True),
            None if left else _read(view, "Read why it was referred"),
            opens_document(view.document_link),
            why_this_date(view.decide_by),
        ),
        says=f"Please decide what becomes of {audit.case_ref}",
    )


def void_decided_card(view: ReferredAudit) -> Json:
    """For moderator, auditor and who decided: what was decided, and what happens next."""
    ref = view.audit.case_ref
    decider = view.decided_by
    who = "Somebody" if decider is None else decider.name
    by = "You" if decider is not None and decider.upn == view.viewer else who
    titles = {
        "keep": f"The audit of {ref} stands",
        "reallocate": f"The audit of {ref} is void and is done again",
        "close": f"The audit of {ref} is void and closed",
    }
    return card(
        titles.get(view.outcome, f"About {ref}"),
        text(f"{by} decided on {view.decided_on}."),
        *(text(line) for line in _next(view)),
        *buttons(_read(view, "Read why"), opens_document(view.document_link)),
    )


def _next(view: ReferredAudit) -> list[str]:
    support = (
        [f"{view.support.capitalize()} was agreed for the auditor."]
        if view.support not in {"", "none"} and view.reader != "auditor"
        else [f"The {terms.AUDIT_TEAM} offers you {view.support}."]
        if view.support not in {"", "none"}
        else []
    )
    match view.outcome:
        case "keep":
            by = "" if view.moderate_by is None else f" by {view.moderate_by.words}"
            who = "Please moderate it" if _moderates(view) else "It is moderated"
            return [f"{who}{by}.", *support]
        case "reallocate":
            whom = (
                f"The {terms.AUDIT_TEAM} names another auditor."
                if not view.goes_to
                else f"{view.goes_to} audits it now."
                if view.goes_on
                else f"{view.goes_to} is proposed for it."
            )
            return [whom, "The first grade is kept and counts in no figures.", *support]
        case _:
            return ["It is kept and counts in no figures. There is nothing more to do.", *support]


def _moderates(view: ReferredAudit) -> bool:
    return view.audit.moderator is not None and view.audit.moderator.upn == view.viewer


def _read(view: ReferredAudit, title: str) -> Json:
    return opens_dialog(VIEW, title, view.referral, view.audit.version)


def referral_dialog(words: ReferralWords) -> Json:
    """What was written, for those who may read it."""
    view = words.view
    decider = "" if view.decided_by is None else view.decided_by.name
    became = f"{decider} decided on {view.decided_on}: {OUTCOMES.get(view.outcome, '')}"
    parts = (
        (f"{view.referred_by.name} wrote on {view.referred_on}", words.reason),
        (became, words.decision),
    )
    shown = [part for title, said in parts if said for part in (heading(title), text(said))]
    return card(
        f"{view.audit.case_ref}: {GROUNDS.get(view.grounds, view.grounds)}",
        *(shown or [quiet("There is nothing here for you to read.")]),
    )


def void_form(words: ReferralWords, typed: Typed) -> Json:
    """The decision, with what was written in the referral."""
    view = words.view
    audit = view.audit
    asked = f"{view.referred_by.name} wrote: “{words.reason}”" if words.reason else ""
    return card(
        f"Decide what becomes of {audit.case_ref}",
        text(f"Referred because {GROUNDS.get(view.grounds, view.grounds)}."),
        *([text(asked)] if asked else []),
        chosen(
            "outcome",
            "What becomes of it",
            [
                ("keep", "It stands: it is moderated as it is"),
                ("reallocate", "It is void: somebody else audits the case again"),
                ("close", "It is void and closed: the case is not audited again"),
            ],
            typed,
            mend="Choose what becomes of the audit.",
            style="expanded",
        ),
        written(
            "reason",
            "Your reason",
            typed,
            mend="Say why, so that the moderator and the auditor understand it.",
            hint="Moderator and auditor read it. Leave out anything that says who the child is.",
            most=STAFF,
        ),
        chosen(
            "support",
            "Support for the auditor, if any",
            [("none", "None"), ("training", "Training"), ("coaching", "Coaching")],
            typed,
        ),
        actions=[submits(VERB, submit_of(VERB), audit.id, audit.version)],
    )
