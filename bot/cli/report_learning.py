"""`sightline report learning`: themes, what was done on each, and what audits since show."""

from bot.cli.context import read_programme
from bot.cli.options import AsOf, Cycles, Json, Now, Programme
from bot.cli.report_paper import (
    PaperForm,
    PaperOut,
    Template,
    give_paper,
    look_of,
    refuse_unless_writable,
)


def print_learning(
    cycles: Cycles = None,
    *,
    form: PaperForm = None,
    out: PaperOut = None,
    template: Template = None,
    as_of: AsOf = None,
    now: Now = None,
    programme: Programme = None,
    as_json: Json = False,
) -> None:
    """Print each theme of learning, what was done, and what audits since show of it."""
    from store.views.reports.learning_report import learning_in_blocks, learning_report

    refuse_unless_writable(form, out)
    with read_programme(programme, now, as_of, as_json=as_json or form == "json") as reader:
        document, zone = learning_report(reader, cycles or ()), reader.profile.programme.zone
        look = look_of(reader, template)
    blocks = learning_in_blocks(document, zone)
    give_paper(document, blocks, form=form, out=out, as_json=as_json, look=look)
