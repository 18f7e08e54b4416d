"""Who may do what in the audit month, from a request to be exempt to a team's appraisal."""

from collections.abc import Iterable

from store.duties.predicates.audit_month import writes_it
from store.duties.predicates.closed_lists import OWNERS, is_gone
from store.ledger import Reader
from store.people.posts import acting, exempting_authority, holders, in_post, post, whose_work
from store.registry import Who
from store.relations.moderation import MODERATOR
from store.tables import Appraisal, Audit, Conflict, Exemption, KloeReport, Person
from store.vocabulary import terms


def open_exemption(reader: Reader, audit: Audit) -> Exemption | None:
    """The request that waits for a decision, if there is one."""
    found = reader.rows(Exemption, audit=audit.id, state="asked")
    return found[0] if found else None


def asked_together(reader: Reader, asked: Exemption) -> list[Exemption]:
    """The requests that still wait and were made in one act with `asked`, itself among them.

    They have its moment, kind and words: the clock of a demo may stand still between two acts.
    """
    found = reader.rows(Exemption, asked_by=asked.asked_by, state="asked", order="id")
    same = [o for o in found if (o.asked_at, o.category) == (asked.asked_at, asked.category)]
    said = reader.unseal(asked.reason)
    return [one for one in same if one.id == asked.id or reader.unseal(one.reason) == said]


def _exempting_authority(reader: Reader, audit: Audit) -> Iterable[str]:
    """Never the person who asks, whatever post or delegation they hold (programme.md §2.7).

    It stays the same once it is decided, so that a second person reads that it was decided.
    """
    requests = reader.rows(Exemption, audit=audit.id, order="asked_at")
    if not requests:
        return ()
    asked = open_exemption(reader, audit) or requests[-1]
    return acting(reader, exempting_authority(reader, asked.asked_by), {asked.asked_by})


def _conflict_resolver(reader: Reader, audit: Audit) -> Iterable[str]:
    """Never the person who declared it, nor the people whose work it is (§2.7)."""
    declared = reader.rows(Conflict, audit=audit.id, state="declared")
    but = {conflict.declared_by for conflict in declared} | whose_work(audit)
    return acting(reader, post("audit_team"), but)


def _section_writer(reader: Reader, audit: Audit) -> Iterable[str]:
    """The practitioner; the Team Manager too while the practitioner is away or has left (§3)."""
    writers = [person.id for person in in_post(reader, audit.practitioner)]
    if is_gone(reader, audit.practitioner):
        writers += [person.id for person in in_post(reader, audit.team_manager)]
    return writers


def _checker(reader: Reader, audit: Audit) -> Iterable[str]:
    """Nobody checks an audit that they did or moderate, or that looks at their own work (§2.12)."""
    declared = reader.rows(Conflict, audit=audit.id)
    named = (audit.auditor, audit.moderator, audit.deputy, *(row.declared_by for row in declared))
    but = {upn for upn in named if upn is not None} | whose_work(audit)
    return acting(reader, post("audit_team"), but)


def _sampler(reader: Reader, audit: Audit) -> Iterable[str]:
    """The person it was given to, else the audit team (programme.md §2.15)."""
    if audit.kind != "dip":
        return ()
    if audit.auditor is None or audit.state == "offered":
        return acting(reader, post("audit_team"), whose_work(audit))
    return [person.id for person in in_post(reader, audit.auditor)]


def _samplers_head(reader: Reader, audit: Audit) -> Iterable[str]:
    """The Head of Service or Group Manager of the IRO or CP chair (Tower Hamlets guide §7)."""
    person = reader.find(Person, audit.auditor)
    if audit.kind != "dip" or person is None:
        return ()
    managers = {p.id for p in holders(reader, post("group_manager", person.service))}
    heads = acting(reader, post("head_of_service", person.service), {person.id})
    return (heads | managers) - {person.id}


def _signatory(reader: Reader, report: KloeReport) -> Iterable[str]:
    """Who signs next; nobody signs twice, whatever posts they hold (trust.md §4)."""
    signed = {signature["by"] for signature in report.signed}
    owner = OWNERS["next_signatory"](reader, report)
    return () if owner is None else acting(reader, owner, signed)


def _feedback_giver(reader: Reader, audit: Audit) -> Iterable[str]:
    """The person who moderated it; the audit team where they and the deputy are away or left."""
    if audit.moderated_by is not None and not is_gone(reader, audit.moderated_by):
        return {audit.moderated_by}
    return set(MODERATOR.upns(reader, audit)) or acting(
        reader, post("audit_team"), {audit.auditor or ""}
    )


def _appraised_manager(reader: Reader, appraisal: Appraisal) -> Iterable[str]:
    """The team's manager, and whoever acts for them while they are away.

    Once they have left it is the Head of Service.
    """
    return acting(reader, writes_it(reader, appraisal))


def _appraisers_head(reader: Reader, appraisal: Appraisal) -> Iterable[str]:
    """The Head of Service, never the person who wrote it."""
    written = set() if appraisal.written_by is None else {appraisal.written_by}
    return acting(reader, post("head_of_service", appraisal.service), written)


EXEMPTING_AUTHORITY = Who(
    "exempting_authority",
    f"the auditor's own {terms.HEAD_OF_SERVICE} or, where that is the auditor, the manager above",
    _exempting_authority,
)
CONFLICT_RESOLVER = Who(
    "conflict_resolver",
    f"the {terms.AUDIT_TEAM}, except the person who declared it",
    _conflict_resolver,
)
SECTION_WRITER = Who(
    "section_writer",
    f"the practitioner, or the {terms.TEAM_MANAGER} while they are away",
    _section_writer,
)
CHECKER = Who("checker", f"the {terms.AUDIT_TEAM}, except its auditor and moderators", _checker)
SAMPLER = Who("sampler", "the person the dip sample was given to", _sampler)
SAMPLERS_HEAD = Who(
    "samplers_head",
    f"the {terms.HEAD_OF_SERVICE} or {terms.GROUP_MANAGER} of the person asked",
    _samplers_head,
)
SIGNATORY = Who("signatory", "the person who signs the report next", _signatory)
FEEDBACK_GIVER = Who(
    "feedback_giver", "the moderator who talked it through with the auditor", _feedback_giver
)
APPRAISED_MANAGER = Who(
    "appraised_manager", f"the {terms.TEAM_MANAGER} of that team", _appraised_manager
)
APPRAISERS_HEAD = Who(
    "appraisers_head",
    f"the {terms.HEAD_OF_SERVICE}, except the person who wrote it",
    _appraisers_head,
)
