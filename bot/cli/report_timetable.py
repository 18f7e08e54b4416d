"""`sightline report timetable`: the standing paper of the year's cycles, versions and minutes."""

from bot.cli.context import read_programme
from bot.cli.options import AsOf, Json, Now, Programme
from bot.cli.report_paper import (
    PaperForm,
    PaperOut,
    Template,
    give_paper,
    look_of,
    refuse_unless_writable,
)


def print_timetable(
    *,
    form: PaperForm = None,
    out: PaperOut = None,
    template: Template = None,
    now: Now = None,
    as_of: AsOf = None,
    programme: Programme = None,
    as_json: Json = False,
) -> None:
    """Print the year's timetable, each of its versions, and the minutes that agreed them."""
    from store.views.reports.timetable_report import timetable_in_blocks, timetable_report

    refuse_unless_writable(form, out)
    with read_programme(programme, now, as_of, as_json=as_json or form == "json") as reader:
        document, zone = timetable_report(reader), reader.profile.programme.zone
        look = look_of(reader, template)
    blocks = timetable_in_blocks(document, zone)
    give_paper(document, blocks, form=form, out=out, as_json=as_json, look=look)
