"""Whatever somebody types, the answer names no case and no person beyond their part in the work.

Every meaning of typed words is asked by every role, in a council in which everything is under way.
Who may see what is written down here once more, from programme.md §5. By day a smaller council
is asked (test_said_in_own_words).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from bot.dialogs.faces import chosen
from bot.dialogs.nudges.answers import ANSWERS
from store.ledger import Reader
from store.rules.doers import doers
from store.tables import Audit, Conflict, Cycle, Dispute, Duty, Exemption, Meeting, Person, Referral
from store.views.nudges.who_owes import who_owes
from store.views.parts.owners import open_duties_of
from tests.bot.dialogs.showing import words
from tests.store.council import Council
from tests.store.whole_council import everything_at_once
from tests.store.whole_setting import NOW

pytestmark = pytest.mark.nightly

ALL = {
    "audit_officer", "audit_manager", "head_of_learning_academy", "head_of_qa", "psw",
    "divisional_director", "assistant_director", "director",
}  # fmt: skip
SERVICE = {"head_of_service", "group_manager"}
ANY_CASE = ("show", "who", "exempt", "conflict", "when_due", "meeting_when")
"""Meanings that somebody may ask of any case by its reference."""
REQUESTS: tuple[tuple[Any, str, str], ...] = (
    (Exemption, "asked_by", "decided_by"), (Conflict, "declared_by", "resolved_by"),
    (Dispute, "raised_by", "settled_by"), (Referral, "referred_by", "decided_by"),
)  # fmt: skip
SHORT = 12
"""Characters below which a private text may be an everyday word."""


@dataclass(frozen=True)
class Known:
    """The ledger, its cases and the private texts in it."""

    reader: Reader
    refs: re.Pattern[str]
    private: tuple[str, ...]


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Known]:
    council = Council.empty(f"sqlite:///{tmp_path_factory.mktemp('roles') / 'ledger.db'}")
    everything_at_once(council)
    with council.read(NOW) as reader:
        refs = {re.escape(audit.case_ref) for audit in reader.rows(Audit)}
        pattern = re.compile(rf"(?<![\w-])(?:{'|'.join(sorted(refs, reverse=True))})(?![\w-])")
        ids = [row["id"] for row in council.table("sealed")]
        texts = (text for text in reader.unseal_many(ids).values() if len(text) >= SHORT)
        yield Known(reader, pattern, tuple(texts))
    council.close()


def one_of_each_role(reader: Reader) -> list[Person]:
    """People who between them have every role, each set of roles once."""
    seen: dict[tuple[str, ...], Person] = {}
    for person in reader.rows(Person):
        if person.left_on is None:
            seen.setdefault(tuple(sorted(person.roles)), person)
    return list(seen.values())


def theirs(reader: Reader, person: Person) -> set[str]:
    """The references of the cases that somebody may read of."""
    roles, upn = set(person.roles), person.id
    audits = reader.rows(Audit)
    if roles & ALL:
        return {audit.case_ref for audit in audits}
    subjects = {duty.subject.partition(".")[0] for duty in open_duties_of(reader, upn)}
    subjects |= {row.about for row in reader.rows(Meeting) if upn in {*row.invited, row.chair}}
    for table, asked, decided in REQUESTS:
        subjects |= {
            row.audit for row in reader.rows(table)
            if upn in {getattr(row, asked), getattr(row, decided)}
        }  # fmt: skip
    return {
        audit.case_ref
        for audit in audits
        if audit.id in subjects
        or upn in {audit.auditor, audit.moderator, audit.practitioner, audit.team_manager}
        or (roles & SERVICE and reader.get(Cycle, audit.cycle).service == person.service)
        or ("team_manager" in roles and audit.team == person.team)
    }


def leaks(known: Known, person: Person, intent: str, about: str = "") -> list[str]:
    """What an answer tells somebody that is not theirs to read."""
    drawn = chosen(known.reader, person, {"id": f"{intent} {about}".strip()}, "29:x")
    told = words(drawn).replace(f"no audit of {about} that you may see", "")
    found = {*known.refs.findall(told)} - theirs(known.reader, person)
    return [*sorted(found), *(text for text in known.private if text in told)]


@pytest.mark.parametrize("intent", sorted(set(ANSWERS) - {"who_owes"}))
def test_nobody_reads_of_a_case_or_a_private_word_beyond_their_part(
    known: Known, intent: str
) -> None:
    refs = {audit.case_ref for audit in known.reader.rows(Audit)}
    by_role = {person.id for person in one_of_each_role(known.reader)}
    for person in known.reader.rows(Person):
        if person.left_on is None:
            others = sorted(refs - theirs(known.reader, person))[:3]
            named = others if intent in ANY_CASE and person.id in by_role else []
            for about in ("", *named):
                assert leaks(known, person, intent, about) == [], (person.id, about)


def test_who_owes_names_the_people_of_ones_own_scope_alone(known: Known) -> None:
    everybody = {person.id: person for person in known.reader.rows(Person)}
    owing = {
        upn
        for duty in known.reader.rows(Duty, closed_at=None)
        for upn in doers(known.reader, duty).owners
    }
    assert len(owing) > 20
    for person in one_of_each_role(known.reader):
        roles = set(person.roles)
        told = {one.who.upn for one in who_owes(known.reader, person.id).people}
        if roles & ALL:
            assert told <= owing
        elif roles & SERVICE:
            assert {everybody[upn].service for upn in told} <= {person.service}
        elif "team_manager" in roles:
            assert {everybody[upn].team for upn in told} <= {person.team}
        else:
            assert told <= {person.id}
