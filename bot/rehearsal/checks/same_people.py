"""Whoever a duty is shown as owed by, may do it, has it in "my work" and is reminded: the same.

Who may do it is asked of the acts themselves, not of the function that the views use. Delegates and
others who act for somebody who is away are said to be that (programme.md §4).
"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime

from store.audits.subjects import subject_of
from store.clock.ladders import FIRST_WORDS, OWNER
from store.ledger import Reader
from store.people.posts import has_left, in_post, is_absent
from store.registry import ACTS
from store.rules.announcing import was_announced
from store.rules.confidential import is_confidential
from store.tables import Duty, Message, Person
from store.views.nudges.my_work import my_work
from store.views.nudges.owed import OwedDuty, owed
from store.views.nudges.who_owes import who_owes
from store.views.parts.one_line_an_audit import one_line_an_audit
from store.views.parts.owners import work_of
from store.vocabulary.duty_kinds import RECORDED

SEES_EVERYBODY = "audit_manager"


def check_owners(reader: Reader) -> Iterator[str]:
    """One sentence for each open duty that is shown to others than those who may do it."""
    duties = {duty.id: duty for duty in reader.rows(Duty, closed_at=None)}
    lines = owed(reader)
    listed: dict[str, set[str]] = defaultdict(set)
    said: dict[tuple[str, str], bool] = {}
    for person in reader.everybody():
        found = work_of(reader, person.id)
        for duty, _people in found:
            listed[duty.id].add(person.id)
        asks = my_work(reader, person.id).asks if found else ()
        said |= {(person.id, ask.duty): ask.stands_in for ask in asks}
    for line in lines:
        yield from _of_one_duty(reader, duties[line.id], line, listed[line.id])
        for upn in (*line.owed_by, *line.stand_ins):
            if said.get((upn, line.id), upn in line.stand_ins) != (upn in line.stand_ins):
                yield f"{line.id} does not say to {upn} whether they stand in for somebody"
    yield from _who_owes(reader, duties, lines)


def _of_one_duty(reader: Reader, duty: Duty, line: OwedDuty, listed: set[str]) -> Iterator[str]:
    able, confidential = able_to_do(reader, duty), is_confidential(reader, duty)
    shown = {*line.owed_by, *line.stand_ins}
    if shown != able:
        yield f"{duty.id} is owed by {sorted(shown)}, and {sorted(able)} may do it"
    if not able and not line.asked and not confidential:
        yield f"{duty.id} may be done by nobody, and nobody is asked to name somebody"
    held = _here(reader, {person.id for person in in_post(reader, duty.owner)})
    # A concern waits where each who might hear it has left or has a part in it: nobody is told.
    if held and not able and not confidential:
        yield f"{duty.id} is {duty.owner}'s, whom {sorted(held)} are, and nobody may do it"
    if not able <= listed:
        yield f"{duty.id} is not in the work of {sorted(able - listed)}, who may do it"
    others = listed - able
    if others and _here(reader, able):
        yield f"{duty.id} is in the work of {sorted(others)}, who may not do it"


def _who_owes(reader: Reader, duties: dict[str, Duty], lines: list[OwedDuty]) -> Iterator[str]:
    """The list of who owes what names each owner with as many duties as `owed` does."""
    everybody = (person for person in reader.everybody() if SEES_EVERYBODY in person.roles)
    asker = next((person for person in everybody if not has_left(person, reader.today)), None)
    if asker is None:
        return
    owing: dict[str, list[Duty]] = defaultdict(list)
    for line in lines:
        if not is_confidential(reader, duties[line.id]):
            for upn in line.owed_by:
                owing[upn].append(duties[line.id])
    counts = {upn: len(one_line_an_audit(each, reader.at)) for upn, each in owing.items()}
    told = {one.who.upn: one.owes for one in who_owes(reader, asker.id).people}
    for upn in sorted(counts.keys() | told.keys()):
        if counts.get(upn, 0) != told.get(upn, 0):
            yield f"{upn} owes {counts.get(upn, 0)} duties, and the list says {told.get(upn, 0)}"


def check_reminded(reader: Reader, at: datetime) -> Iterator[str]:
    """Whoever may do a duty and is here was reminded by the sweep at `at`, and nobody else."""
    had_one = {
        message.to
        for message in reader.rows(Message, kind="nudge")
        if message.once == f"nudge:{reader.today.isoformat()}>{message.to}"
    }
    now = {m.id: m.covers for m in reader.rows(Message, kind="nudge", queued_at=at)}
    swept = {duty for covers in now.values() for duty in covers}
    for duty in reader.rows(Duty, id=sorted(swept), closed_at=None) if swept else ():
        if duty.told and now.keys().isdisjoint(duty.told):
            continue  # it rides along in a bundle that has news of something else
        sent = [rung for rung in duty.rungs_sent if rung["tell"] == OWNER]
        told = {rung["to"] for rung in sent if rung["rung"] == sent[-1]["rung"]}
        able = able_to_do(reader, duty)
        here = _here(reader, able)
        if not told or told <= {None}:
            continue
        # Whom another rung or a change of post told of it just now has heard of it as well: the
        # last reminder of the owner may be of an hour at which they could not do it yet.
        heard_now = _heard_now(reader, duty, at)
        heard = had_one | heard_now
        if sent[-1]["rung"] in FIRST_WORDS or not told & heard_now:
            # Whoever came to owe it since the owner's last reminder has the card that gave it.
            heard |= {upn for upn in here if was_announced(reader, duty, upn)}
        if here and (missed := here - told - heard):
            yield f"{duty.id} does not remind {sorted(missed)}, who may do it"
        if here and (others := told & _now_told(reader, duty, at) - able):
            yield f"{duty.id} reminds {sorted(others)}, who may not do it"


def _now_told(reader: Reader, duty: Duty, at: datetime) -> set[str]:
    """Who is told of the duty by this sweep as whoever owes it, and by no other rung."""
    others = {rung["to"] for rung in duty.rungs_sent if rung["tell"] != OWNER}
    return _heard_now(reader, duty, at) - others


def _heard_now(reader: Reader, duty: Duty, at: datetime) -> set[str]:
    """Everybody to whom a reminder that names the duty went out at `at`."""
    return {m.to for m in reader.rows(Message, kind="nudge", queued_at=at) if duty.id in m.covers}


def able_to_do(reader: Reader, duty: Duty) -> set[str]:
    """Everybody who stands in the relation of an act that meets the duty, and has not left."""
    rule, subject = reader.profile_of(duty).duty[duty.kind], subject_of(reader, duty.subject)
    able: set[str] = set()
    for verb in rule.met_by:
        row = duty if verb == RECORDED else subject
        if verb in ACTS and row is not None and isinstance(row, ACTS[verb].on):
            able |= {upn for who in ACTS[verb].by for upn in who.upns(reader, row)}
    people = (reader.find(Person, upn) for upn in able)
    return {p.id for p in people if p is not None and not has_left(p, reader.today)}


def _here(reader: Reader, upns: set[str]) -> set[str]:
    return {upn for upn in upns if not is_absent(reader.get(Person, upn), reader.today)}
