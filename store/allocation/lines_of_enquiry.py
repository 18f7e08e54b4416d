"""Key lines of enquiry, and the check that their filters match some case (programme.md §2)."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Annotated

from pydantic import AfterValidator, Field

from store.allocation.filters import BadFilter, parse_filter, unknown_words
from store.allocation.selecting import cycle_services
from store.allocation.standing import case_facts
from store.ledger import Reader, Unit
from store.ledger.private import PrivateText, clean, sealed_text
from store.people.posts import AUTHORITY, same_service
from store.programme.kinds import CASE
from store.tables import Case
from store.vocabulary.errors import Invalid
from store.vocabulary.fields import Fields

MAX_LINES = 6
"""The most lines of enquiry in one cycle, because each audit speaks to all of them."""


class Kloe(Fields):
    """A key line of enquiry, with the filter for the cases of its dip samples."""

    text: Annotated[str, AfterValidator(clean)] = Field(min_length=1, max_length=300)
    where: str = ""


class AgreedKloe(Kloe):
    """A line that a KLOE meeting agreed, with the rationale that the board report gives (§5)."""

    rationale: PrivateText


def find_service(reader: Reader, name: str) -> str:
    """The service as the case sheet spells it. Raises `Invalid`, which names the known services."""
    services = cycle_services(reader)
    service = next((known for known in services if same_service(known, name)), None)
    if service is None:
        raise Invalid(
            f"No service is called {name[:60]!r}.",
            {"service": f"choose one of {', '.join(services)}"},
        )
    return service


def refuse_filters(reader: Reader, service: str, month: date, kloes: Sequence[Kloe]) -> None:
    """Refuse filters that match no case now, and not only when the cases are drawn."""
    cases = [
        case_facts(row)
        for row in reader.rows(Case)
        if row.subject == CASE and (service == AUTHORITY or same_service(row.service, service))
    ]
    wrong: dict[str, str] = {}
    for place, kloe in enumerate(kloes):
        try:
            why = unknown_words(parse_filter(kloe.where, month=month), cases)
        except BadFilter as bad:
            why = [bad.why]
        if why:
            wrong[f"kloes.{place}.where"] = "; ".join(why)
    if wrong:
        lines = (f"{int(key.split('.')[1]) + 1}: {how}" for key, how in wrong.items())
        raise Invalid(f"The filter of line of enquiry {', and of '.join(lines)}.", wrong)


def stored_line(unit: Unit, kloe: Kloe) -> dict[str, str]:
    """A line as a cycle stores it; a meeting's rationale is sealed."""
    line = {"text": kloe.text, "where": kloe.where}
    if isinstance(kloe, AgreedKloe):
        line["rationale"] = sealed_text(unit, kloe.rationale) or ""
    return line


def merge_lines(agreed: Sequence[Mapping[str, str]], more: Sequence[Kloe]) -> list[dict[str, str]]:
    """The lines that a meeting agreed, and those that the audit team adds on opening the cycle.

    A line that was agreed already keeps its rationale and is not repeated.
    """
    known = {line["text"] for line in agreed}
    lines = [*map(dict, agreed), *(kloe.model_dump() for kloe in more if kloe.text not in known)]
    if len(lines) > MAX_LINES:
        raise Invalid(
            f"A cycle has at most {MAX_LINES} lines of enquiry; the meeting agreed {len(agreed)}.",
            {"kloes": f"leave out {len(lines) - MAX_LINES}"},
        )
    return lines


def rationale_of(reader: Reader, line: Mapping[str, str]) -> str:
    """The rationale that a meeting agreed for a line; empty if the line came from no meeting."""
    return reader.unseal(line.get("rationale") or None) or ""
