"""`sightline sweep` and `sightline owed`: queue what is due, and list open duties."""

import json
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.cli.context import now_or_clock, open_programme, read_programme, shell_actor
from bot.cli.lateness import due_of_duty
from bot.cli.options import AsOf, Json, Now, Programme
from bot.cli.output import jsonable, say, say_json, say_table

if TYPE_CHECKING:
    from store.ledger import Ledger


def sweep(now: Now = None, programme: Programme = None, as_json: Json = False) -> None:
    """Queue every nudge and digest that is due. The running bot delivers them.

    It also confirms that the clock is right, if the bot holds everything back because it doubts it.
    """
    from bot.scheduler.clock_doubt import silence
    from bot.scheduler.digests import issue_digest
    from bot.scheduler.sweep import confirm_clock
    from bot.scheduler.sweep import sweep as sweep_once

    at, swept = now_or_clock(now), {"duties": 0, "people": 0, "deferred": 0}
    with open_programme(programme) as (ledger, name):
        with ledger.read(name, at=at) as reader:
            before = reader.head()[0]
        while (done := sweep_once(ledger, name, at)).duties:
            swept["duties"] += done.duties
            swept["people"] += done.people
            swept["deferred"] += done.deferred
        digest = issue_digest(ledger, name, at)
        with ledger.read(name, at=at) as reader:
            doubted = silence(reader) is not None
        if doubted:
            confirm_clock(ledger, name, at, shell_actor())
        queued = _queued_since(ledger, name, before)
    if as_json:
        say_json({"at": at, **swept, "digest": digest, "queued": queued})
        return
    say(
        f"Swept: nudges due for {swept['duties']} duties, {swept['people']} people notified, "
        f"{swept['deferred']} nudges deferred to the next working day."
    )
    if digest is not None:
        say(f"Issued {digest}.")
    if queued:
        say_table(("Message", "Kind", "To"), [(m["id"], m["kind"], m["to"]) for m in queued])
        say("The running bot will deliver them.")


def _queued_since(ledger: "Ledger", programme: str, seq: int) -> list[dict[str, Any]]:
    """The messages that were created by facts after number `seq`."""
    from sqlmodel import Session, col, select

    from store.tables import Fact

    query = (
        select(Fact.changes)
        .where(col(Fact.programme) == programme, col(Fact.seq) > seq)
        .order_by(col(Fact.seq))
    )
    with Session(ledger.engine) as session:
        changes = [change for text in session.exec(query) for change in json.loads(text)]
    return [
        {"id": row_id, "kind": columns["kind"][1], "to": columns["to"][1]}
        for table, row_id, columns in changes
        if table == "message" and columns["version"][0] is None
    ]


def owed(
    upn: Annotated[
        str | None, typer.Option("--upn", metavar="U", help="List only this person's duties.")
    ] = None,
    as_of: AsOf = None,
    now: Now = None,
    programme: Programme = None,
    as_json: Json = False,
) -> None:
    """List open duties, the most urgent first."""
    from store.people.upns import person_by_upn
    from store.tables import Person
    from store.views.nudges.owed import owed as open_duties

    with read_programme(programme, now, as_of, as_json=as_json) as reader:
        if upn is not None:
            person = person_by_upn(reader, upn)
            upn = reader.get(Person, upn.lower() if person is None else person.id).id
        found = open_duties(reader, upn)
        duties = jsonable(found)
        due = [due_of_duty(reader, one.id) for one in found]
    if as_json:
        say_json(duties)
        return
    if not duties:
        say("There are no open duties.")
        return
    say_table(
        ("Due", "Duty", "Owner", "Subject", "Rule"),
        [
            (when, duty["kind"], duty["owner"], duty["subject"], duty["rule"])
            for when, duty in zip(due, duties, strict=True)
        ],
    )
