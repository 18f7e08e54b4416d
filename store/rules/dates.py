"""Days that people give for what they did: it is done first and recorded afterwards."""

from datetime import date

from store.audits.governing_grade import today
from store.ledger import Reader
from store.vocabulary.errors import Invalid


def refuse_future(reader: Reader, sentence: str, **days: date | None) -> None:
    """Raise `Invalid` with `sentence` where one of the named days is after today."""
    wrong = {
        name: "is in the future"
        for name, day in days.items()
        if day is not None and day > today(reader)
    }
    if wrong:
        raise Invalid(sentence, wrong)
