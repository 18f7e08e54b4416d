"""What a rehearsed year shows of each duty, in the words of the tables of docs/duties.md."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import Engine, select
from sqlmodel import Session, col

from store.clock.ladders import OWNER
from store.programme.profile import Profile
from store.tables import Duty, Fact
from tests.docs.duties_table import EVERYWHERE, PAGE, PROFILES, called

PERSON = re.compile(
    r"the (?:auditor|moderator|Team Manager|social worker|owner of the action|person|chair|"
    r"manager above)(?!'s|[+])"
)
"""Words for one person of the work; a post of the council may come to owe it in their stead."""
OF_THEIR_OWN = {"exemption.decide"}
"""Whoever would decide it of themselves does not: it goes up, at last to the named alternate."""
REPEATED = re.compile(r"^working day \d+ after$")
NUMBERED = re.compile(r", (?:time \d+|to \w+)$")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the duties' table: the cells of one duty in one council."""

    opened_by: str
    whom: str
    due: str
    told: str
    done_by: str


@dataclass(frozen=True, slots=True)
class Rungs:
    """A line of the ladders' table: who is told when, and who else once it is late."""

    own: str
    others: str


def lines_of(council: str) -> tuple[dict[str, Line], dict[str, Rungs]]:
    """The page's lines for that council by kind of duty, and by ladder."""
    duties, ladders = (_table(name, council) for name in ("duties", "ladders"))
    return (
        {kind: Line(*cells[:5]) for kind, cells in duties.items()},
        {name: Rungs(*cells[:2]) for name, cells in ladders.items()},
    )


def _table(name: str, council: str) -> dict[str, list[str]]:
    text = PAGE.read_text("utf-8").partition(f"<!-- {name}:begin -->\n")[2]
    found = {}
    for row in text.partition(f"\n<!-- {name}:end -->")[0].splitlines()[2:]:
        key, councils, *cells = (cell.strip() for cell in row.strip("|").split(" | "))
        if councils == EVERYWHERE or council in councils.split(", "):
            found[key.strip("` ")] = cells
    return found


def differences(engine: Engine, council: str) -> Iterator[str]:
    """Every way in which a duty of that ledger was not as the page says; a sentence each."""
    profile = PROFILES[council]
    lines, ladders = lines_of(profile.programme.name)
    with Session(engine) as session:
        duties = session.exec(select(Duty)).scalars().all()  # type: ignore[call-overload]
        acts = _acts(session)
        for duty in duties:
            line = lines.get(duty.kind)
            if line is None:
                yield f"{duty.kind} stands in no line of {council}"
            else:
                yield from _of_one(profile, duty, line, ladders[duty.ladder], acts)


def _acts(session: Session) -> Mapping[str, list[str]]:
    """For each duty the verbs of the acts that opened and closed it, in that order."""
    found: dict[str, list[str]] = {}
    query = select(col(Fact.verb), col(Fact.changes)).order_by(col(Fact.seq))
    for verb, changes in session.execute(query):
        for table, row_id, values in json.loads(changes):
            if table == "duty" and "closed_at" in values:
                found.setdefault(row_id, []).append(verb)
    return found


def _of_one(
    profile: Profile, duty: Duty, line: Line, rungs: Rungs, acts: Mapping[str, list[str]]
) -> Iterator[str]:
    opened, *closed = acts[duty.id]
    if f"`{opened}`" not in line.opened_by:
        yield f"{duty.kind} was opened by {opened}"
    if duty.outcome == "met" and f"`{closed[-1]}`" not in line.done_by:
        yield f"{duty.kind} was done by {closed[-1]}"
    yield from _owed(profile, duty, line)
    if _first_words(duty.rule) not in _plain(line.due):
        yield f"{duty.kind} was due by another rule: {_first_words(duty.rule)}"
    if f"`{duty.ladder}`" not in line.told:
        yield f"{duty.kind} was told by {duty.ladder}"
    for rung in duty.rungs_sent:
        own, at = rung["tell"] == OWNER, _written(rung["rung"])
        said = at if own else f"{at}: {called(profile, rung['tell'])}"
        if said not in (rungs.own if own else rungs.others):
            yield f"{duty.kind} was told so: {said}"


def _owed(profile: Profile, duty: Duty, line: Line) -> Iterator[str]:
    """A post that the page names; or a person, where it names a person, or who holds their post."""
    person = duty.kind in OF_THEIR_OWN or PERSON.search(line.whom)
    post = duty.owner.removeprefix("post:").partition(":")[0] if ":" in duty.owner else None
    named = line.whom.replace("the auditor's own", "the service's")
    if not person and (post is None or called(profile, post) not in named):
        yield f"{duty.kind} was owed by {post or 'one person'}"


def _written(rung: str) -> str:
    """A rung as the ladder writes it: of a repeat the name says which it is."""
    once = REPEATED.sub("each working day after", rung)
    return NUMBERED.sub("", once)


def _first_words(rule: str) -> str:
    """The number and the unit; the rest says which event it was counted from, and what moved it."""
    span = re.split(r" from |;", _plain(rule))[0]
    return " ".join(span.split()[:3])


def _plain(words: str) -> str:
    return words.replace("the ", "").replace(",", "")
