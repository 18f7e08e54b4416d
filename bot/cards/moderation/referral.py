"""An audit that was referred, for the audit team, its moderator and its auditor (§2.10)."""

from bot.cards.parts.inputs import Typed, chosen, written
from bot.cards.parts.kit import (
    Json,
    buttons,
    card,
    facts,
    fold,
    heading,
    opens_dialog,
    opens_link,
    quiet,
    submits,
    text,
)
from store.views.moderation.referral import ReferralWords, ReferredAudit

VERB, VIEW = "void.decide", "referral.view"
STAFF = 1000

GROUNDS = {
    "not_contacted": "the practitioner was not contacted",
    "still_poor": "still poor after a conversation",
    "auditor_left": "its auditor left before it was mended",
    "auditor_moved": "its auditor came too close to the case before it was mended",
}
OUTCOMES = {
    "keep": "it stands and is moderated",
    "reallocate": "it is void, and the case is audited anew",
    "close": "it is void, and closed short",
}
SUPPORT = {"none": "", "training": "training", "coaching": "coaching"}


def referred_card(view: ReferredAudit) -> Json:
    """For the audit team: whether it stands or is void; once decided it is their receipt."""
    if view.outcome:
        return void_decided_card(view)
    audit = view.audit
    by = "" if view.decide_by is None else view.decide_by.words
    spoke = f"{view.spoke_on}, with the auditor" if view.spoke_on else ""
    left = view.grounds in ("auditor_left", "auditor_moved")
    by_whom = "" if left else f"{view.referred_by.name}, {view.referred_on}"
    barred = "Somebody else of the audit team decides it: you audited or referred it."
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
            opens_dialog(VERB, "Decide…", audit.id, audit.version, primary=True)
            if VERB in view.may
            else None,
            None if left else _read(view, "Read why it was referred"),
            _document(view),
            None if view.decide_by is None else fold("Why this date?", text(view.decide_by.why)),
        ),
        says=f"Please decide what becomes of {audit.case_ref}",
    )


def void_decided_card(view: ReferredAudit) -> Json:
    """For moderator and auditor, and as the receipt: what was decided and what happens next."""
    ref = view.audit.case_ref
    decider = view.decided_by
    who = "Somebody" if decider is None else decider.name
    by = "You" if decider is not None and decider.upn == view.viewer else who
    titles = {
        "keep": f"The audit of {ref} stands",
        "reallocate": f"The audit of {ref} is void and is done anew",
        "close": f"The audit of {ref} is void and closed",
    }
    return card(
        titles.get(view.outcome, f"About {ref}"),
        text(f"{by} decided on {view.decided_on}."),
        *(text(line) for line in _next(view)),
        *buttons(_read(view, "Read why"), _document(view)),
    )


def _next(view: ReferredAudit) -> list[str]:
    support = (
        [f"{view.support.capitalize()} was agreed for the auditor."]
        if view.support not in {"", "none"} and view.reader != "auditor"
        else [f"The audit team offers you {view.support}."]
        if view.support not in {"", "none"}
        else []
    )
    match view.outcome:
        case "keep":
            by = "" if view.moderate_by is None else f" by {view.moderate_by.words}"
            theirs = (
                f"It is yours to moderate{by}." if _moderates(view) else (f"It is moderated{by}.")
            )
            return [theirs, *support]
        case "reallocate":
            whom = (
                "The audit team names another auditor."
                if not view.goes_to
                else f"{view.goes_to} audits it now."
                if view.goes_on
                else f"{view.goes_to} is proposed for it."
            )
            return [whom, "The grade is kept and counts in no figures.", *support]
        case _:
            return ["It is kept and counts in no figures. Nothing more is asked.", *support]


def _moderates(view: ReferredAudit) -> bool:
    return view.audit.moderator is not None and view.audit.moderator.upn == view.viewer


def _read(view: ReferredAudit, title: str) -> Json:
    return opens_dialog(VIEW, title, view.referral, view.audit.version)


def _document(view: ReferredAudit) -> Json | None:
    link = view.document_link
    return opens_link("Open the audit document", link) if link else None


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
        *(shown or [quiet("Nothing was written that is for you to read.")]),
    )


def void_form(words: ReferralWords, typed: Typed) -> Json:
    """Deciding it: with the words of the referral for the one who decides."""
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
                ("reallocate", "It is void: somebody else audits the case anew"),
                ("close", "It is void: closed short, nobody audits the case again"),
            ],
            typed,
            mend="Choose what becomes of the audit.",
            style="expanded",
        ),
        written(
            "reason",
            "Your reason",
            typed,
            mend="Say why, so that moderator and auditor understand it.",
            hint="Moderator and auditor read it. Nothing that says who the child is.",
            most=STAFF,
        ),
        chosen(
            "support",
            "Support for the auditor, if any",
            [("none", "None"), ("training", "Training"), ("coaching", "Coaching")],
            typed,
        ),
        actions=[submits(VERB, "Record the decision", audit.id, audit.version)],
    )
