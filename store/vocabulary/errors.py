"""The errors with which the ledger refuses; each message says what the person can do."""

from collections.abc import Mapping

from store.vocabulary.terms import Spoken, has_terms, spoken


class LedgerError(Exception):
    """The ledger refused. `code` is for programs, the message for people.

    `fields` names each wrong field and says how to correct it.
    """

    code = "refused"

    def __init__(self, message: str, fields: Mapping[str, str] | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.fields = dict(fields or {})

    @property
    def has_terms(self) -> bool:
        """Whether a word of the authority's own is still to be put into its sentences."""
        return any(has_terms(said) for said in (self.message, *self.fields.values()))

    def speak(self, words: Spoken) -> None:
        """Say it in the authority's own words."""
        self.message = spoken(self.message, words)
        self.fields = {name: spoken(how, words) for name, how in self.fields.items()}
        self.args = (self.message,)


class NotAllowed(LedgerError):
    """This person may not do this act on this subject."""

    code = "not_allowed"


class Stale(LedgerError):
    """The subject has changed since the card was drawn."""

    code = "stale"


class Invalid(LedgerError):
    """A field is missing or wrong."""

    code = "invalid"


class NamesChild(Invalid):
    """Text about a case names its child. `positions` gives the places of each field, no words."""

    code = "names_child"

    def __init__(
        self, fields: Mapping[str, str], positions: Mapping[str, list[tuple[int, int]]]
    ) -> None:
        super().__init__(
            "These words may name the child. Take them out, or say that they are not about this "
            "child (not_this_child: true).",
            fields,
        )
        self.positions = {
            name: [list(place) for place in found] for name, found in positions.items()
        }


class NotFound(LedgerError):
    """There is no such subject, or this person may not know that it exists."""

    code = "not_found"


class UnknownVerb(LedgerError):
    """No act has this name."""

    code = "unknown_verb"


class Unready(LedgerError):
    """The ledger is not set up for this request."""

    code = "unready"


class Held(Unready):
    """Other work, or somebody else, held the ledger for too long, so nothing was done."""

    def __init__(self) -> None:
        super().__init__(
            "Something else holds the ledger, so nothing was changed. Try again in a few minutes."
        )


class NobodyFree(LedgerError):
    """No independent auditor or moderator is available for a case."""

    code = "nobody_free"
