"""`profile check` finds contradictions between parts, each with its line, key and reason."""

import re

import pytest

from store.checker.checker import check
from store.checker.owner_contradictions import ANYBODY, MAY
from store.duties.predicates.closed_lists import OWNERS
from store.programme.profile import Profile, shipped, shipped_names
from store.registry import ACTS

OWN = """
[duty."duty.call"]
opens_on = ["return.submit"]
owner = "auditor"
due = "3 working days"
event = "the return"
met_by = ["duty.done"]
ladder = "short"
words = "call the family"
source = "our own"
"""
KIND = '\n[kind.{}]\ntitle = "x"\nsource = "default"\n{}'
RETURN = (
    'due.otherwise = "earlier of 15th working day of the audit month and 6 working days before the'
    ' last working day of the audit month"'
)
NOTED = 'opens_on = ["audit.share"]\nowner = "post:audit_manager"\ndue = "5 working days'

WRONG: dict[str, tuple[str, str, str, str, str]] = {
    # what: profile, what stands there (nothing: the end), what instead, key, reason
    # ---- duties without which work would stand still
    "requests that nobody decides": (
        "tower-hamlets", 'opens_on = ["exemption.request"]', 'opens_on = ["allocation.issue"]',
        'duty."exemption.decide".opens_on',
        'lacks "exemption.request": nobody would be asked to decide a request',
    ),
    "no duty to moderate": (
        "tower-hamlets", '[duty."moderation.decide"]', '[duty."duty.moderating"]',
        'duty."moderation.decide"', "is missing: nobody would be asked to moderate",
    ),
    "no duty to check": (
        "tameside", '[duty."return.check"]', '[duty."duty.checking"]',
        'duty."return.check"', "is missing: nobody would be asked to check",
    ),
    "no duty to help": (
        "bradford", '[duty."duty.help"]', '[duty."duty.helping"]', 'duty."duty.help"',
        "is missing: nobody would be asked to answer a request for help",
    ),
    "a share of re-audits that nobody draws": (
        "bromley", "[reaudit]\nshare = 0", "[reaudit]\nshare = 5", "reaudit.share",
        "no duty reaudit.allocate asks",
    ),
    "re-audits of no share": (
        "coventry", "[reaudit]\nshare = 10", "[reaudit]\nshare = 0", 'duty."reaudit.allocate"',
        "has no share",
    ),
    # ---- owners who may not do it
    "an exemption decided by its auditor": (
        "tower-hamlets", 'owner = "exempting_authority"', 'owner = "auditor"',
        'duty."exemption.decide".owner',
        "may not do the acts that meet this duty. They are for the auditor",
    ),
    "a third lock by somebody else": (
        "tameside", 'owner = "post:head_of_qa"', 'owner = "post:psw"',
        'duty."lock.confirm".owner', "They are for the third lock",
    ),
    "a moderation by the auditor": (
        "coventry", 'owner = "moderator"\nstand_in', 'owner = "auditor"\nstand_in',
        'duty."moderation.decide".owner', "They are for its moderator",
    ),
    # ---- an authority's own duties
    "an own duty that nothing meets": (
        "tower-hamlets", "", OWN.replace('"duty.done"', '"list.propose"'),
        'duty."duty.call".met_by', '"duty.done" meets any duty of your own',
    ),
    "duty.done of what has its own act": (
        "tower-hamlets", 'met_by = ["uopp.noted"]', 'met_by = ["duty.done"]',
        'duty."uopp.note".met_by[1]', "meets only duties of your own",
    ),
    "a duty about a duty": (
        "tower-hamlets", "", OWN.replace('"return.submit"', '"help.ask"'),
        'duty."duty.call".opens_on', "no card shows a duty about that",
    ),
    "a duty that never opens": (
        "tower-hamlets", "", OWN + 'when = "never"\n', 'duty."duty.call".when', "Remove the duty",
    ),
    "a duty without words": (
        "tower-hamlets", "", OWN.replace('"call the family"', '" "'),
        'duty."duty.call".words', "is empty. People read this text",
    ),
    # ---- ladders
    "a ladder that reminds nobody": (
        "tower-hamlets", "", OWN.replace('"short"', '"quiet"') + "[ladder.quiet]\nrungs = []\n",
        'duty."duty.call".ladder', "has no rung to the owner",
    ),
    "a confidential duty with an escalation": (
        "tower-hamlets", 'ladder = "in_confidence"', 'ladder = "short"',
        'duty."concern.answer".ladder',
        "also notifies audit_manager, but this duty is confidential",
    ),
    "a digest that does not list the duty": (
        "tower-hamlets", "", OWN.replace('"short"', '"return"'),
        'duty."duty.call".ladder', "refers to the digest, which does not list this kind of duty",
    ),
    # ---- days
    "a moderation due before the return": (
        "tower-hamlets", 'due.otherwise = "later of last working day of the audit month and 3',
        'due.otherwise = "earlier of 3rd working day of the audit month and 3',
        'duty."moderation.decide".due.otherwise', "it falls before the last return is due",
    ),
    "a case note due before the moderation": (
        "bromley", NOTED, NOTED + " before the last working day of the audit month",
        'duty."case.note".due', "it falls before the last moderation is due",
    ),
    "a slack with other days than the check": (
        "tower-hamlets", "check = 1", "check = 3", "slack.check",
        "is 3, but return.check is due within 1",
    ),
    "a slack with other days than the correction": (
        "bromley", "rectify = 2", "rectify = 1", "slack.rectify", "is 1, but return.rectify is due",
    ),
    "a slack that no month has": (
        "tower-hamlets", "[slack]\nleast = 2", "[slack]\nleast = 12", "slack.least",
        "asks for 12 working days, but",
    ),
    "no room between return and the month's end": (
        "tower-hamlets", RETURN, 'due.otherwise = "last working day of the audit month"',
        "slack.least", "a month leaves none",
    ),
    # ---- people
    "an alternate who decides anyway": (
        "tower-hamlets", 'alternate = "post:head_of_learning_academy"', 'alternate = "post:psw"',
        "dispute.alternate", "is one of the deciders",
    ),
    "a dispute that nobody settles": (
        "tower-hamlets", 'deciders = ["post:audit_team", "post:psw"]', "deciders = []",
        "dispute.deciders", "name who settles",
    ),
    "one who signs twice": (
        "tower-hamlets", 'signed_by = ["post:audit_officer", "post:psw"]',
        'signed_by = ["post:psw", "post:psw"]', "dips.signed_by[2]", "Nobody signs twice",
    ),
    "an Inadequate that nobody hears of": (
        "bradford", 'tell = ["practitioner"', 'tell = [] #["practitioner"', "inadequate.tell",
        "nobody would be notified",
    ),
    "a list of one service confirmed by a post": (
        "tower-hamlets", 'confirmed_by = "head_of_service"', 'confirmed_by = "post:psw"',
        "programme.confirmed_by", "only for cycles of the whole authority",
    ),
    "dates that are extended": (
        "bromley", "extensions = false", "extensions = true", "exemption.extensions",
        "no act extends a due date",
    ),
    "a programme without a name": (
        "tameside", 'name = "Tameside"', 'name = ""', "programme.name", "is empty",
    ),
    "a role without a title": ("tower-hamlets", 'psw = "Principal Social Worker"', 'psw = ""',
                               "titles.psw", "is empty"),
    # ---- kinds, shares, grades
    "a kind with a name nobody can type": (
        "tower-hamlets", "", KIND.format('"Foster Carers"', ""), 'kind."Foster Carers"',
        "lower-case letters",
    ),
    "a practice audit of the trained": (
        "tower-hamlets", "", KIND.format("practice", "trained = true"), "kind.practice.trained",
        "a practice audit trains its auditor",
    ),
    "a kind's domain twice": (
        "tower-hamlets", "",
        KIND.format("x", 'domains = [{ key = "a", name = "A" }, { key = "a", name = "B" }]'),
        "kind.x.domains[2].key", "is already the key of a domain",
    ),
    "a subject in capitals": (
        "coventry", 'subject = "referral"', 'subject = "Referral"', "kind.lado.subject",
        "words in lower case",
    ),
    "a share over all": ("coventry", "[reaudit]\nshare = 10", "[reaudit]\nshare = 101",
                         "reaudit.share", "100"),
    "a share under nothing": ("bradford", "share = 25", "share = -5", "moderation.share", "0"),
    "a share in words": ("bradford", "share = 25", 'share = "a quarter"', "moderation.share",
                         "must be a whole number"),
    "a grade without its place in the scale": (
        "bromley", 'name = "RI"', 'name = "Requires Improvement"', "moderation.always[1]",
        '"RI" is not a grade',
    ),
    "a grade without a name": ("tower-hamlets", 'name = "RI"\n', "", "scale[3].name", "is missing"),
    "a month too many": ("tower-hamlets", "months = 6", "months = 0", "rhythm.months", "1"),
    "no quota": (
        "tower-hamlets", "quotas = [{", "quotas = [] # [{", "selection.quotas", "at least 1 entry",
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", WRONG)
def test_each_contradiction_is_found_with_its_line_its_key_and_the_reason(what: str) -> None:
    name, before, after, key, reason = WRONG[what]
    text = shipped(name)
    assert before in text
    text = text.replace(before, after, 1) if before else text + after
    found = [problem for problem in check(text) if problem.key == key]
    assert any(reason in problem.reason for problem in found), check(text)
    if "is missing" not in reason:
        last = re.sub(r"\[\d+\]|\"", "", key.rpartition(".")[2])
        lines = text.splitlines()
        assert any(last in lines[problem.line - 1] for problem in found)


def test_where_nothing_is_moderated_nothing_waits_for_moderation() -> None:
    text = shipped("tameside").replace("share = 100", "share = 0", 1)
    text = text.replace('always = ["Inadequate"]', "always = []", 1)
    found = {problem.key: problem.reason for problem in check(text)}
    assert "moderates no audit" in found['duty."lock.confirm".opens_on']


def test_a_duty_of_ones_own_that_is_merely_done_is_right() -> None:
    assert check(shipped("tower-hamlets") + OWN) == ()


def test_who_may_meet_a_duty_is_told_for_every_relation_there_is() -> None:
    """A relation that is new must say which owners stand in it, or nobody would be checked."""
    meets = {
        verb
        for name in shipped_names()
        for rule in Profile.parse(shipped(name)).duty.values()
        for verb in rule.met_by
    }
    names = {who.name for verb in meets for who in ACTS[verb].by}
    assert names <= MAY.keys()
    assert ANYBODY not in MAY
    for owners in MAY.values():
        assert {owner for owner in owners if ":" not in owner} <= OWNERS.keys()
