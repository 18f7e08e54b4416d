"""Who owes a duty, who may do it, who is shown it and who is reminded: one answer (§4).

The list of who owes what, "my work", reminders and `owed` all ask here; nothing else decides it.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from store.audits.subjects import subject_of
from store.duties.predicates.closed_lists import owner_named
from store.ledger import Reader
from store.people.posts import acting, has_left, holders, is_absent, managers_above, post, standing
from store.programme.profile import DutyRule
from store.registry import ACTS
from store.rules.confidential import is_confidential
from store.tables import Duty, Person, Row
from store.vocabulary.duty_kinds import RECORDED


@dataclass(frozen=True, slots=True)
class Doers:
    """The people of one open duty as UPNs, each in one place.

    `owners` owe it and `stand_ins` act for them: together they are all who may do it. Where none
    of them is here, `told` are reminded in their stead though they may not do it. Where nobody may
    do it at all, the audit team is `asked` to name somebody.
    """

    owners: tuple[str, ...]
    stand_ins: tuple[str, ...] = ()
    told: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()

    @property
    def able(self) -> tuple[str, ...]:
        """All who may do it now."""
        return self.owners + self.stand_ins

    @property
    def shown(self) -> tuple[str, ...]:
        """All whose "my work" lists it."""
        return self.able + self.told + self.asked


def doers(reader: Reader, duty: Duty) -> Doers:
    """Who owes `duty` now, who stands in, and who is told where nobody here may do it."""
    return reader.once(f"doers {duty.id}", lambda: _doers(reader, duty))


def _doers(reader: Reader, duty: Duty) -> Doers:
    rule = reader.profile_of(duty).duty.get(duty.kind)
    subject = subject_of(reader, duty.subject)
    able = _able(reader, duty, rule, subject)
    confidential = is_confidential(reader, duty)
    if not able:
        return Doers((), asked=() if confidential else _team(reader))
    stand_ins = able & _standing_in(reader, duty, rule, subject, able)
    owners = able - stand_ins
    if not owners:
        owners, stand_ins = stand_ins, set()
    told = [] if confidential or _here(reader, able) else _in_their_stead(reader, sorted(owners))
    return Doers(
        tuple(sorted(owners)),
        tuple(sorted(stand_ins)),
        told=tuple(upn for upn in told if upn not in able),
    )


def reminded(reader: Reader, found: Doers) -> list[str]:
    """Whom a reminder for the owner goes to today: all who may do it and are here (§4)."""
    return _here(reader, found.able) or _here(reader, found.told + found.asked)


def _able(reader: Reader, duty: Duty, rule: DutyRule | None, subject: Row | None) -> set[str]:
    """Everybody who stands in the relation that an act asks for which meets this duty."""
    able: set[str] = set()
    for verb in () if rule is None else rule.met_by:
        act = ACTS.get(verb)
        row = duty if verb == RECORDED else subject
        if act is not None and row is not None and isinstance(row, act.on):
            able |= {upn for who in act.by for upn in who.upns(reader, row)}
    return {
        upn for upn in able if (person := reader.find(Person, upn)) and _is_still(reader, person)
    }


def _is_still(reader: Reader, person: Person) -> bool:
    return not has_left(person, reader.today)


def _standing_in(
    reader: Reader, duty: Duty, rule: DutyRule | None, subject: Row | None, able: set[str]
) -> set[str]:
    """Who acts for somebody else: delegates of those who are away, and whom the rule names."""
    named = standing(reader, duty.owner)
    found = set(named.stand_ins)
    away = [reader.find(Person, upn) for upn in (*able, *named.owners)]
    found |= {
        person.delegate
        for person in away
        if person is not None and person.delegate is not None and is_absent(person, reader.today)
    }
    deputy = None
    if rule is not None and rule.stand_in is not None and subject is not None:
        deputy = owner_named(reader, rule.stand_in, subject)
    return {*found, deputy} - {None} - {*named.owners}  # type: ignore[return-value]


def _team(reader: Reader) -> tuple[str, ...]:
    return tuple(sorted(acting(reader, post("audit_team"))))


def _here(reader: Reader, upns: Iterable[str]) -> list[str]:
    return [upn for upn in sorted(upns) if not is_absent(reader.get(Person, upn), reader.today)]


def _in_their_stead(reader: Reader, owners: Iterable[str]) -> list[str]:
    """For each owner who is away their delegate, or the next person above who is here (§4)."""
    told: dict[str, None] = {}
    for upn in owners:
        person = reader.get(Person, upn)
        delegates = [] if person.delegate is None else holders(reader, person.delegate)
        above = (*delegates, *managers_above(reader, person))
        here = (up.id for up in above if not is_absent(up, reader.today))
        told |= dict.fromkeys(list(here)[:1])
    return list(told)
