"""Why the ledger refused, each as a sentence that tells the person what to do."""

from collections.abc import Mapping


class LedgerError(Exception):
    """The ledger refused; `code` is for programs, the message for people.

    `fields` names each field that is wrong and how to mend it.
    """

    code = "refused"

    def __init__(self, message: str, fields: Mapping[str, str] | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.fields = dict(fields or {})


class NotAllowed(LedgerError):
    """This person may not do this act on this subject."""

    code = "not_allowed"


class Stale(LedgerError):
    """The subject has moved on since the card was drawn."""

    code = "stale"


class Invalid(LedgerError):
    """A field is missing or wrong."""

    code = "invalid"


class NotFound(LedgerError):
    """There is no such subject, or none that this person may know of."""

    code = "not_found"


class UnknownVerb(LedgerError):
    """No act has this name."""

    code = "unknown_verb"


class Unready(LedgerError):
    """The ledger itself is not set up for what was asked."""

    code = "unready"


class NobodyFree(LedgerError):
    """No lawful auditor or moderator is left for a case."""

    code = "nobody_free"
