"""A team's own look at its month of audits, and a dip sample of that (Bradford, §6)."""

from typing import Final

from store.duties.outbox import queue
from store.duties.predicates.kinds import samples_it
from store.ledger import Unit
from store.ledger.private import PrivateText, sealed_text
from store.people.posts import service_of
from store.programme.profile import Profile
from store.registry import Words, act, perform_after
from store.relations.kinds import APPRAISED_MANAGER, APPRAISERS_HEAD
from store.tables import Appraisal, Audit, Cycle
from store.vocabulary.errors import Invalid
from store.vocabulary.fields import Fields

OPENS: Final = "appraisal.open"


class Looked(Fields):
    """What the month's audits say of the team's work, and what the team does about it."""

    text: PrivateText


def has_appraisals(profile: Profile) -> bool:
    """Whether this authority asks teams for an appraisal: a duty of its own opens on it."""
    return OPENS in profile.moving


def open_appraisals(unit: Unit, cycle: Cycle) -> None:
    """One for each team whose work is audited in the cycle, by its Team Manager."""
    if not has_appraisals(unit.profile):
        return
    teams = {
        (service_of(unit, audit), audit.team, audit.team_manager)
        for audit in unit.rows(Audit, cycle=cycle.id, kind=list(unit.profile.kinds))
        if audit.state == "allocated"
    }
    for number, (service, team, manager) in enumerate(sorted(teams), 1):
        appraisal = unit.add(
            Appraisal(
                programme=unit.programme,
                id=f"{cycle.id}.t{number}",
                cycle=cycle.id,
                service=service,
                team=team,
                team_manager=manager,
                state="open",
            )
        )
        perform_after(unit, OPENS, appraisal)


@act("appraisal.open", on=Appraisal, source={"open"}, target="open")
def opens(unit: Unit, appraisal: Appraisal, _fields: object) -> None:
    """The list is confirmed, so the Team Manager knows that the month's end asks for it."""
    queue(unit, appraisal.team_manager, "appraisal", appraisal.id)


@act(
    "appraisal.write",
    on=Appraisal,
    by=APPRAISED_MANAGER,
    source={"open"},
    target="written",
    fields=Looked,
    words=Words(dialog="The team's month", button="Write the appraisal…"),
)
def write(unit: Unit, appraisal: Appraisal, given: Looked) -> None:
    """The team's month in its manager's words; the Head of Service or one up samples it next."""
    appraisal.content = sealed_text(unit, given.text)
    appraisal.written_by, appraisal.written_at = unit.actor.upn, unit.at
    queue(unit, samples_it(unit, appraisal), "appraisal", appraisal.id)


@act(
    "appraisal.sample",
    on=Appraisal,
    by=APPRAISERS_HEAD,
    source={"written"},
    target="sampled",
    fields=Looked,
    words=Words(dialog="Dip sample of the appraisal", button="Record the dip sample…"),
)
def sample(unit: Unit, appraisal: Appraisal, given: Looked) -> None:
    """What the Head of Service found when they held it against the records of the team."""
    if appraisal.written_by == unit.actor.upn:
        raise Invalid(
            "You wrote this appraisal, so somebody else samples it.",
            {"text": "is for somebody else to write"},
        )
    appraisal.sample = sealed_text(unit, given.text)
    appraisal.sampled_by, appraisal.sampled_at = unit.actor.upn, unit.at
    queue(unit, appraisal.team_manager, "appraisal", appraisal.id)
