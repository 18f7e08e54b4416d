"""Key lines of enquiry: what they are, and filters that would take no case (programme.md §2)."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Annotated

from pydantic import AfterValidator, Field

from store.allocation.filters import BadFilter, parse_filter, unheard_of
from store.allocation.selecting import facts_of, services_of
from store.ledger import Reader, Unit
from store.ledger.private import PrivateText, clean, sealed_text
from store.people.posts import AUTHORITY, same_service
from store.programme.kinds import CASE
from store.tables import Case
from store.vocabulary.errors import Invalid
from store.vocabulary.fields import Fields

MOST = 6
"""Lines of enquiry that one cycle may have: each audit speaks to all of them."""


class Kloe(Fields):
    """A key line of enquiry, with the cases that its dip samples are drawn from."""

    text: Annotated[str, AfterValidator(clean)] = Field(min_length=1, max_length=300)
    where: str = ""


class AgreedKloe(Kloe):
    """One that a KLOE meeting agreed, with its rationale, which the board report gives (§5)."""

    rationale: PrivateText


def service_called(reader: Reader, name: str) -> str:
    """The service as the case sheet spells it. Raises `Invalid` naming those that there are."""
    services = services_of(reader)
    service = next((known for known in services if same_service(known, name)), None)
    if service is None:
        raise Invalid(
            f"No service is called {name[:60]!r}.",
            {"service": f"choose one of {', '.join(services)}"},
        )
    return service


def refuse_filters(reader: Reader, service: str, month: date, kloes: Sequence[Kloe]) -> None:
    """A filter that would take no case is told now, and not only when its cases are drawn."""
    cases = [
        facts_of(row)
        for row in reader.rows(Case)
        if row.subject == CASE and (service == AUTHORITY or same_service(row.service, service))
    ]
    wrong: dict[str, str] = {}
    for place, kloe in enumerate(kloes):
        try:
            why = unheard_of(parse_filter(kloe.where, month=month), cases)
        except BadFilter as bad:
            why = [bad.why]
        if why:
            wrong[f"kloes.{place}.where"] = "; ".join(why)
    if wrong:
        lines = (f"{int(key.split('.')[1]) + 1}: {how}" for key, how in wrong.items())
        raise Invalid(f"The filter of line of enquiry {', and of '.join(lines)}.", wrong)


def kept(unit: Unit, kloe: Kloe) -> dict[str, str]:
    """A line as a cycle keeps it: its rationale, where a meeting gave one, is sealed."""
    line = {"text": kloe.text, "where": kloe.where}
    if isinstance(kloe, AgreedKloe):
        line["rationale"] = sealed_text(unit, kloe.rationale) or ""
    return line


def with_more(agreed: Sequence[Mapping[str, str]], more: Sequence[Kloe]) -> list[dict[str, str]]:
    """What a meeting agreed, and further lines that the audit team opens the cycle with.

    A line that was agreed already keeps its rationale and is not there twice.
    """
    known = {line["text"] for line in agreed}
    lines = [*map(dict, agreed), *(kloe.model_dump() for kloe in more if kloe.text not in known)]
    if len(lines) > MOST:
        raise Invalid(
            f"A cycle has at most {MOST} lines of enquiry; the meeting agreed {len(agreed)}.",
            {"kloes": f"leave out {len(lines) - MOST}"},
        )
    return lines


def rationale_of(reader: Reader, line: Mapping[str, str]) -> str:
    """Why a meeting agreed on a line of enquiry; nothing where it came from no meeting."""
    return reader.unseal(line.get("rationale") or None) or ""
