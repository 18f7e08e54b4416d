"""The return: its form with its fields, its reading, and the card about it (programme.md §2.8).

The buttons of the form's pages are answered in `return_pages`.
"""

from collections.abc import Mapping
from typing import Any

from bot.cards.audit_month.return_blocks import NOT_APPLICABLE
from bot.cards.audit_month.return_form import VERB, return_form_card
from bot.cards.audit_month.return_read import VIEW, return_read_card
from bot.cards.audit_month.returned import returned_card
from bot.cards.parts.inputs import Typed
from bot.dialogs.parts.conversation import Conversation, Form, Json, Page, Shown
from bot.dialogs.parts.day_limits import limited
from bot.dialogs.parts.form_fields import Flat, errors_by_input, input_nested, nested
from bot.dialogs.parts.marking import marked
from store.ledger import Reader
from store.registry import faults
from store.tables import Audit
from store.views.audit_month.return_form import return_form
from store.views.audit_month.return_read import may_read_return, return_read
from store.views.audit_month.returned import returned


def return_fields(flat: Flat) -> dict[str, Any]:
    """The return's fields; a domain that does not apply has its reason and no grade."""
    plain = dict(flat)
    for key, value in flat.items():
        is_grade = key.startswith("domains.") and key.endswith(".grade")
        if is_grade and value == NOT_APPLICABLE:
            del plain[key]
    fields = nested(plain)
    for key in flat.keys() - plain.keys():
        domains = fields.setdefault("domains", {})
        if isinstance(domains, dict):  # no form sends "domains" itself; the act refuses it
            domains.setdefault(key.split(".")[1], {})
    return fields


def flat_of(fields: Mapping[str, Any]) -> dict[str, str]:
    """The form's inputs from the fields of a draft or of the last return.

    A domain with a reason why it does not apply, and no grade, shows that choice made.
    """
    flat: dict[str, str] = {}
    for key, value in fields.items():
        match value:
            case dict():
                flat |= {f"{key}.{name}": said for name, said in flat_of(value).items()}
            case list() if key == "actions":
                for number, slot in enumerate(value, 1):
                    if isinstance(slot, dict):
                        flat |= {f"actions.{number}.{k}": v for k, v in flat_of(slot).items()}
            case list():
                flat[key] = ",".join(map(str, value))
            case None | "":
                continue
            case _:
                flat[key] = str(value)
    for key in [key for key in flat if key.endswith(".not_applicable")]:
        flat.setdefault(f"{key.rpartition('.')[0]}.grade", NOT_APPLICABLE)
    return flat


def return_page(
    reader: Reader,
    audit_id: str,
    values: Mapping[str, str] | None = None,
    *,
    at: str = "",
    asked: bool = False,
    notice: str = "",
) -> Json:
    """A page of the return's form; `values` are all its inputs, by default what was saved.

    The ledger checks the return so far as it would check it on submission.
    """
    view = return_form(reader, audit_id)
    flat = flat_of(view.kept) if values is None else dict(values)
    wrong = faults(reader, VERB, reader.get(Audit, audit_id), return_fields(flat))
    typed = Typed(flat, errors_by_input(input_nested, wrong.items(), flat))
    drawn = return_form_card(view, typed, at=at, asked=asked, notice=notice)
    drawn = limited(reader, VERB, drawn)  # every page can be left, whatever was saved on it
    return marked(drawn, typed.errors, flat)


def _form(reader: Reader, subject: str, _upn: str, typed: Typed) -> Json:
    if not typed.values:
        return return_page(reader, subject)
    return return_page(reader, subject, typed.values, asked=bool(typed.errors))


def _read(reader: Reader, subject: str, upn: str, page: int) -> Json | None:
    read = return_read(reader, subject) if may_read_return(reader, subject, upn) else None
    return None if read is None else return_read_card(read, page)


CONVERSATION = Conversation(
    forms={
        "return.submit": Form(
            draw=_form, fields=return_fields, input_of=input_nested, shows_errors=True, large=True
        ),
        "return.save": Form(draw=_form, fields=nested, input_of=input_nested, shows_errors=True),
    },
    pages={VIEW: Page("The return", _read)},
    messages={"returned": Shown(returned, returned_card)},
)
