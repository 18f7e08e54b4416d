"""People and how the audits are spread over them; requests to be exempt; who was not reached."""

from statistics import mean

from bot.board.charts import chart_of
from bot.board.offered import offered
from bot.board.page import Asked, Cell, Column, Figure, Filter, Page, Part, Table, options
from bot.board.pages.cycles import chosen_cycle
from bot.board.pages.work import due_cell
from store.ledger import Reader
from store.views.audit_month.exemptions_seen import ExemptionSeen, exemptions_seen
from store.views.deliveries.unreached import NotReached, unreached
from store.views.parts.sought import has_word
from store.views.people.people_seen import Load, PersonSeen, loads_seen, people_seen

PEOPLE = (
    Column("name", "Name"),
    Column("role", "Role"),
    Column("team", "Team"),
    Column("away", "Away"),
    Column("trained", "Trained"),
)
LOADS = (
    Column("name", "Auditor"),
    Column("audits", "Audits", number=True),
    Column("out", "Still to return", number=True),
    Column("late", "Overdue", number=True),
    Column("all", "In all cycles", number=True),
    Column("team", "Team"),
)
LOADED = (Part("Returned", 1), Part("Still to return", 2), Part("Overdue", 4))
EXEMPTIONS = (
    Column("case", "Case"),
    Column("who", "Asked by"),
    Column("asked", "Asked"),
    Column("why", "Kind of reason"),
    Column("state", "Stands"),
    Column("decided", "Decided"),
)
DELIVERIES = (
    Column("who", "Who"),
    Column("since", "Since"),
    Column("n", "Messages", number=True),
    Column("why", "Why"),
    Column("due", "To be told by"),
    Column("told", "Told another way"),
)
DECIDED = {
    "asked": "To be decided", "approved": "Given", "refused": "Refused", "withdrawn": "Withdrawn",
}  # fmt: skip


def people_page(reader: Reader, asked: Asked) -> Page:
    """Everybody in the reader's scope: post, team, absence, training."""
    every = people_seen(reader, asked.viewer)
    away = sum(one.is_away for one in every)
    shown = [
        one
        for one in every
        if asked.said("service") in {"", one.service}
        and (asked.said("away") != "yes" or one.is_away)
        and has_word(asked.said("q"), one.name, one.role, one.team, one.service)
    ]
    return Page(
        title="People",
        lead=f"{away} of {len(every)} away today.",
        figures=(
            Figure(len(every), "in post", {"away": ""}),
            Figure(away, "away today", {"away": "yes"}),
        ),
        filters=(
            Filter("service", "Service", options(sorted({o.service for o in every}), "All")),
            Filter("away", "Away", (("", "All"), ("yes", "Away today"))),
            Filter("q", "Name, role or team"),
        ),
        tables=(Table("people", "People", PEOPLE, tuple(map(_person, shown)), "Nobody matches."),),
    )


def _person(one: PersonSeen) -> tuple[Cell, ...]:
    days = 0 if one.trained is None else one.trained.toordinal()
    return (
        Cell(one.name),
        Cell(one.role),
        Cell(one.team or one.service, note=one.service if one.team else ""),
        Cell(one.away, presses=offered(one.may)),
        Cell(one.trained_words or "Not recorded", tone="" if days else "quiet", order=days),
    )


def loads_page(reader: Reader, asked: Asked) -> Page:
    """How one cycle's audits are spread over its auditors."""
    chosen, cycles = chosen_cycle(reader, asked)
    loads = loads_seen(reader, asked.viewer, chosen)
    counts = [one.audits for one in loads]
    lead = "No audit of this cycle is out yet."
    if counts:
        lead = (
            f"Between {min(counts)} and {max(counts)} audits each, {mean(counts):.1f} on average."
        )
    return Page(
        title="Loads",
        lead=lead,
        figures=(
            Figure(len(loads), "auditors"),
            Figure(sum(counts), "audits"),
            Figure(max(counts, default=0), "most for one"),
        ),
        filters=(Filter("cycle", "Cycle", cycles, chosen),),
        tables=(
            Table(
                "loads",
                "Audits each",
                LOADS,
                tuple(map(_load, loads)),
                "Nobody has one yet.",
                chart_of(
                    LOADED,
                    [
                        (o.name, (o.audits - o.to_return, o.to_return - o.late, o.late))
                        for o in loads
                    ],
                ),
            ),
        ),
    )


def _load(one: Load) -> tuple[Cell, ...]:
    def number(n: int, *, late: bool = False) -> Cell:
        return Cell(str(n), order=n, tone="late" if late and n else "")

    return (
        Cell(one.name, note=one.role),
        number(one.audits),
        number(one.to_return),
        number(one.late, late=True),
        number(one.in_all),
        Cell(one.team or one.service, note=one.service if one.team else ""),
    )


def exemptions_page(reader: Reader, asked: Asked) -> Page:
    """Who asked to be exempt, and what became of it."""
    every = exemptions_seen(reader, asked.viewer)
    shown = [
        one
        for one in every
        if asked.said("state") in {"", one.state}
        and has_word(asked.said("q"), one.case_ref, one.asked_by, one.service)
    ]
    waiting = sum(one.state == "asked" for one in every)
    return Page(
        title="Exemptions",
        lead=f"{waiting} to be decided." if waiting else "None waits for a decision.",
        figures=tuple(
            Figure(sum(one.state == state for one in every), words.lower(), {"state": state})
            for state, words in DECIDED.items()
        ),
        filters=(
            Filter("state", "Stands", (("", "All"), *DECIDED.items())),
            Filter("q", "Reference, person or team"),
        ),
        tables=(
            Table(
                "exemptions",
                "Requests",
                EXEMPTIONS,
                tuple(map(_exemption, shown)),
                "No request matches. One stands here once somebody asks to be exempt.",
            ),
        ),
        shows_refs=any(one.case_ref for one in shown),
    )


def _exemption(one: ExemptionSeen) -> tuple[Cell, ...]:
    return (
        Cell(one.case_ref, note=one.service, path=f"audits/{one.audit}" if one.audit else "")
        if one.case_ref
        else Cell("Not shown", note=one.service, tone="quiet"),
        Cell(one.asked_by),
        Cell(one.asked, order=one.at.timestamp()),
        Cell(one.category.capitalize()),
        Cell(DECIDED[one.state], presses=offered(one.may)),
        Cell(one.decided),
    )


def deliveries_page(reader: Reader, asked: Asked) -> Page:
    """People whom Teams did not reach: nobody of them failed to hand anything in."""
    found = unreached(reader, asked.viewer.upn)
    return Page(
        title="Deliveries",
        lead=f"{found.to_tell} still to be told another way."
        if found.to_tell
        else "Everybody has been reached, or told another way.",
        figures=(
            Figure(len(found.people), "not reached"),
            Figure(found.to_tell, "still to tell", tone="late" if found.to_tell else ""),
        ),
        tables=(
            Table(
                "deliveries",
                "Not reached in Teams",
                DELIVERIES,
                tuple(map(_unreached, found.people)),
                "Nobody: every message has arrived.",
            ),
        ),
    )


def _unreached(one: NotReached) -> tuple[Cell, ...]:
    return (
        Cell(one.who.name, note=one.who.role),
        Cell(one.since),
        Cell(str(one.messages), order=one.messages),
        Cell(one.why),
        Cell("") if one.due is None else due_cell(one.due),
        Cell(one.told),
    )
