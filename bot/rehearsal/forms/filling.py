"""The fields that simulated people send in for every verb, with canaries in all private text."""

from collections.abc import Callable, Mapping

from bot.rehearsal.checks.canaries import CHILD_SURNAME
from bot.rehearsal.forms import audit_list, improvement, returns, uopp
from bot.rehearsal.forms.form import FieldValues, OpenForm
from store.registry import ACTS
from store.registry.naming import NOT_THIS_CHILD, takes_waiver

FIELDS: Mapping[str, Callable[[OpenForm], FieldValues]] = {
    **audit_list.FIELDS,
    **returns.FIELDS,
    **improvement.FIELDS,
    **uopp.FIELDS,
    "duty.done": lambda form: {"done_on": form.day()},
    "person.told": lambda form: {
        "how": form.draw.choice(("phone", "in_person", "email", "manager")),
        "note": form.maybe(40, form.staff("Ring the landline")),
    },
    "help.ask": lambda form: {"what": form.staff("Cannot open the document")},
    "help.answer": lambda form: {"answer": form.staff("Sent by those who can help")},
    "digest.addressed": lambda form: {"how": form.staff("Met and agreed a date")},
}
"""The fields of each verb; a verb that is not listed needs none."""


def fill_in(verb: str, form: OpenForm) -> FieldValues:
    """The fields to send in for `verb`; those left empty are not sent.

    Texts hold the children's surname as a canary, so their writers say that it is another family's.
    """
    fill = FIELDS.get(verb)
    given = {} if fill is None else fill(form)
    sent = {name: value for name, value in given.items() if value is not None}
    if verb in ACTS and takes_waiver(ACTS[verb]) and CHILD_SURNAME in str(sent):
        sent[NOT_THIS_CHILD] = "true"
    return sent
