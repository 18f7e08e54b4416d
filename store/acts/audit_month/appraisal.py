"""A team's appraisal of its month of audits, and the dip sample of it (Bradford, §6)."""

from typing import Final

from store.duties.outbox import queue
from store.duties.predicates.audit_month import samples_it
from store.ledger import Unit
from store.ledger.private import PrivateText, sealed_text
from store.people.posts import service_of
from store.programme.profile import Profile
from store.registry import Words, act, perform_after
from store.relations.audit_month import APPRAISED_MANAGER, APPRAISERS_HEAD
from store.tables import Appraisal, Audit, Cycle
from store.views.parts.people_in_words import named
from store.vocabulary.errors import Invalid
from store.vocabulary.fields import Fields

OPENS: Final = "appraisal.open"


class AppraisalText(Fields):
    """What the month's audits show of the team's work and what it does next; or the sample's."""

    text: PrivateText


def has_appraisals(profile: Profile) -> bool:
    """Whether this authority asks teams for an appraisal: one of its duties opens on it."""
    return OPENS in profile.moving


def open_appraisals(unit: Unit, cycle: Cycle) -> None:
    """Open an appraisal for each team whose work is audited in the cycle."""
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
    """The list is confirmed: the Team Manager is notified that it is due at the month's end."""
    queue(unit, appraisal.team_manager, "appraisal", appraisal.id)


@act(
    "appraisal.write",
    on=Appraisal,
    by=APPRAISED_MANAGER,
    source={"open"},
    target="written",
    fields=AppraisalText,
    words=Words(
        dialog="The team's month",
        button="Write the appraisal…",
        submit="Hand in the appraisal",
        receipt=lambda _reader, appraisal: (
            f"Handed in. The dip sample of {appraisal.team}'s appraisal comes next."
        ),
    ),
)
def write(unit: Unit, appraisal: Appraisal, given: AppraisalText) -> None:
    """The Team Manager writes it; the Head of Service, or one up, samples it next."""
    appraisal.content = sealed_text(unit, given.text)
    appraisal.written_by, appraisal.written_at = unit.actor.upn, unit.at
    queue(unit, samples_it(unit, appraisal), "appraisal", appraisal.id)


@act(
    "appraisal.sample",
    on=Appraisal,
    by=APPRAISERS_HEAD,
    source={"written"},
    target="sampled",
    fields=AppraisalText,
    words=Words(
        dialog="Dip sample of the appraisal",
        button="Record the dip sample…",
        submit="Record the dip sample",
        receipt=lambda reader, appraisal: (
            f"Recorded. {named(reader, appraisal.team_manager).name} has been notified."
        ),
    ),
)
def sample(unit: Unit, appraisal: Appraisal, given: AppraisalText) -> None:
    """The Head of Service records how it compares with the team's records."""
    if appraisal.written_by == unit.actor.upn:
        raise Invalid(
            "You wrote this appraisal, so somebody else has to sample it.",
            {"text": "is for somebody else to write"},
        )
    appraisal.sample = sealed_text(unit, given.text)
    appraisal.sampled_by, appraisal.sampled_at = unit.actor.upn, unit.at
    queue(unit, appraisal.team_manager, "appraisal", appraisal.id)
