"""Owners of duties that they may not meet: access control refuses them every act that does."""

from collections.abc import Iterator, Mapping

from store.checker.contradictions import Fault, Pieces, no_owner
from store.programme.duty_rules import DutyRule
from store.registry import ACTS, Who

_TEAM = frozenset(
    {"post:audit_team", "post:audit_officer", "post:audit_manager", "audit_team", "audit_manager"}
)
_ACADEMY = frozenset({"post:head_of_learning_academy"})
_HEAD = frozenset({"head_of_service"})

MAY: Mapping[str, frozenset[str]] = {
    "audit_team": _TEAM, "conflict_resolver": _TEAM, "team_apart": _TEAM, "checker": _TEAM,
    "void_decider": _TEAM, "dip_reauditor": _TEAM, "reacher": _TEAM, "sampler": _TEAM | {"auditor"},
    "auditor": frozenset({"auditor"}),
    "head_of_service": _HEAD, "audited_head": _HEAD, "appraisers_head": _HEAD | {"above_the_head"},
    "supervisor": _HEAD | {"team_manager", "work_manager"},
    "delay_answerer": _HEAD | {"group_managers", "service_leads"},
    "exempting_authority": frozenset({"exempting_authority"}),
    "section_writer": frozenset({"section_writer", "practitioner"}),
    "moderator": frozenset({"moderator", "deputy"}),
    "feedback_giver": frozenset({"feedback_giver", "moderator"}),
    "third_lock": frozenset({"post:head_of_qa"}),
    "dispute_decider": frozenset({"dispute_decider"}),
    "concern_holder": frozenset({"concern_holder"}),
    "signatory": frozenset({"next_signatory"}),
    "digest_answerer": frozenset({"digest_answerer"}),
    "uopp_lead": frozenset({"uopp_lead", "auditor", "post:audit_manager", "audit_manager"}) | _HEAD,
    "uopp_chair": frozenset({"uopp_sharer"}),
    "work_manager": frozenset({"work_manager", "team_manager"}),
    "qa_lead": frozenset({"post:audit_manager", "audit_manager"}),
    "progression_decider": frozenset({"progression_decider"}),
    "learning_academy": _TEAM | _ACADEMY, "head_of_learning_academy": _ACADEMY,
    "escalator": _ACADEMY, "board": _ACADEMY, "psw": frozenset({"post:psw"}),
    "learning_lead": frozenset({"post:psw"}) | _ACADEMY,
    "action_owner": frozenset({"action_owner"}), "second_person": frozenset({"second_person"}),
    "appraised_manager": frozenset({"appraised_manager"}),
}  # fmt: skip
"""For each relation that access control requires, the owners who always have it."""

ANYBODY = "duty_doer"
"""The relation of any owner to one of the authority's own duties."""


def of_owners(pieces: Pieces) -> Iterator[Fault]:
    """Owners who would be reminded of an act that they may not do."""
    for kind, rule in pieces.duties.items():
        able = _able(pieces, rule)
        if able is None:
            continue
        for case, owner in rule.owner.items():
            if owner not in able and no_owner(owner, None) is None:
                who = " or ".join(sorted({who.words for who in _relations(rule)}))
                reason = f'"{owner}" may not do the acts that meet this duty. They are for {who}.'
                yield pieces.case_path(kind, "owner", case), reason


def _relations(rule: DutyRule) -> list[Who]:
    return [who for verb in rule.met_by if verb in ACTS for who in ACTS[verb].by]


def _able(pieces: Pieces, duty: DutyRule) -> frozenset[str] | None:
    """The owners who may do an act that meets the duty; None where every owner may."""
    names = {who.name for who in _relations(duty)}
    if not names or not names <= MAY.keys():
        return None
    able = frozenset().union(*(MAY[name] for name in names))
    # The profile may name a post for one of these; that post is then also accepted.
    if "exempting_authority" in names and pieces.exemption is not None:
        able |= {pieces.exemption.authority}
    if "digest_answerer" in names and pieces.digest is not None:
        able |= {pieces.digest.addressed_by}
    if "head_of_service" in names and pieces.about is not None:
        able |= {pieces.about.confirmed_by}
    if "learning_lead" in names and (rule := pieces.month.get("learning")) is not None:
        able |= frozenset(rule.set_by)
    return able
