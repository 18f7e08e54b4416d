"""How an act is declared: its subject, who may, its states, its fields and its words."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final, Literal, get_args

from pydantic import BaseModel

from store.ledger import Reader, Unit
from store.tables import Row
from store.vocabulary.duty_kinds import KINDS, SHIPPED_OWN
from store.vocabulary.fields import Fields
from store.vocabulary.verbs import Verb

ANY: Final = "any"
"""A subject that has no states of its own, or an act open in all of them."""

ActList = Literal["programme", "planned_cycle", "cycle"]
"""Cards that offer every act of a list which their reader may do now."""


class NoFields(Fields):
    """An act that needs nothing but its subject."""


@dataclass(frozen=True, slots=True)
class Who:
    """A relation to a subject: its name in the registry, its words, and who stands in it now."""

    name: str
    words: str
    upns: Callable[[Reader, Any], Iterable[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What people read of an act, wherever they meet it.

    `story` ends a sentence that begins with a name ("Priya Shah …"); without it the act stands in
    no story. `button` is its usual button, `dialog` the title above its form, `submit` the button
    of that form, `receipt` the sentence with which the form closes. `asks` names the kinds of duty
    for which it is the likeliest act, each with its button there; `lists` the cards that offer it.
    `met` is what a reminder then says of such a duty ("Accepted: M900123"). `together` is for what
    one may decide for several rows in one go, having seen each: it offers boxes to tick.
    """

    story: str = ""
    button: str = ""
    dialog: str = ""
    submit: str = ""
    receipt: str | Callable[[Reader, Any], str] = ""
    asks: Mapping[str, str] = field(default_factory=dict)
    lists: frozenset[ActList] = frozenset()
    met: str = "Done"
    together: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One thing that may be done. `by` is empty for what only another act brings about."""

    verb: Verb
    on: type[Row]
    by: tuple[Who, ...]
    shell: bool
    source: frozenset[str]
    target: tuple[str, ...]
    fields: type[BaseModel]
    words: Words
    closed_because: Callable[[Reader, Any], str | None]
    too_soon: Callable[[Reader, Any], str | None]
    rules: Callable[[Reader, Any, Mapping[str, Any]], Mapping[str, str]]
    do: Callable[[Unit, Any, Any], None]

    @property
    def is_consequence(self) -> bool:
        """Whether nobody does this by hand."""
        return not self.by and not self.shell


@dataclass(frozen=True, slots=True)
class Done:
    """What came of an act. `repeated` means that it had been done already, at `at`."""

    verb: str
    subject: str
    seq: int
    at: datetime
    repeated: bool = False


ACTS: dict[str, Act] = {}
"""Every act by its verb, once `store.acts` has been imported."""


def act(
    verb: Verb,
    *,
    on: type[Row],
    by: tuple[Who, ...] | Who = (),
    shell: bool = False,
    source: Iterable[str] = (ANY,),
    target: tuple[str, ...] | str = (),
    fields: type[BaseModel] = NoFields,
    words: Words | None = None,
    closed_because: Callable[[Reader, Any], str | None] = lambda _reader, _row: None,
    too_soon: Callable[[Reader, Any], str | None] = lambda _reader, _row: None,
    rules: Callable[[Reader, Any, Mapping[str, Any]], Mapping[str, str]] = (
        lambda _reader, _row, _given: {}
    ),
) -> Callable[[Callable[[Unit, Any, Any], None]], Callable[[Unit, Any, Any], None]]:
    """Declare an act. Its function knows its subject alone; duties are settled for it.

    `target` names the state after it; where there are several, the function sets one of them.
    `closed_because` gives the reason why it is not open now, where the state alone does not say.
    `too_soon` says from when it is open, in a state before those of `source`.
    `rules` gives what is wrong with the fields as they came, by field, beyond what each field says
    of itself. Raises `LookupError` for a verb, state or kind of duty that is in no vocabulary.
    """

    def declare(do: Callable[[Unit, Any, Any], None]) -> Callable[[Unit, Any, Any], None]:
        declared = Act(
            verb=verb,
            on=on,
            by=by if isinstance(by, tuple) else (by,),
            shell=shell,
            source=frozenset(source),
            target=target if isinstance(target, tuple) else (target,),
            fields=fields,
            words=words or Words(),
            closed_because=closed_because,
            too_soon=too_soon,
            rules=rules,
            do=do,
        )
        _refuse_unknown_words(declared)
        ACTS[verb] = declared
        return do

    return declare


def states_of(table: type[Row]) -> frozenset[str]:
    """The states that rows of `table` may be in; none where it has no states."""
    column = table.model_fields.get("state")
    return frozenset() if column is None else frozenset(get_args(column.annotation))


def _refuse_unknown_words(declared: Act) -> None:
    """A mistyped word must not start: nothing would ever be in that state or owe that duty."""
    known = states_of(declared.on) | {ANY}
    unknown = {*declared.source, *declared.target} - known
    unknown |= {declared.verb} - set(get_args(Verb))
    unknown |= {kind for kind in declared.words.asks if kind not in KINDS | SHIPPED_OWN}
    if unknown:
        raise LookupError(f"{declared.verb}: in no vocabulary: {', '.join(sorted(unknown))}")
