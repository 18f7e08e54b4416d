"""Lines of enquiry, areas of practice and feedback, as a report says them (programme.md §5)."""

from collections.abc import Mapping, Sequence
from typing import Any

from store.views.reports.report_blocks import Blocks, ReportBlock, count, said

ANSWERS = {"shown": "fully", "partly": "partly", "not_shown": "not at all"}
UNNAMED = "the areas of this audit tool are not named in the profile yet, so none is shown."


def kloes_in_words(found: Sequence[Mapping[str, Any]]) -> Blocks:
    if not found:
        yield ReportBlock("note", "This cycle had no lines of enquiry.")
    for kloe in found:
        yield ReportBlock("subheading", f"Line {kloe['number']}: {kloe['text']}")
        if kloe["rationale"]:
            yield ReportBlock("text", f"Why it was asked: {kloe['rationale']}")
        if kloe["audits"]["of"]:
            done, of = kloe["audits"]["done"], kloe["audits"]["of"]
            yield ReportBlock("text", f"Audits: {done} of the {of} returned speak to it.")
        yield ReportBlock("text", _dips(kloe["dip_samples"]))
        yield from said(kloe["findings"], "The report on its dip samples is not signed off yet.")


def _dips(found: Mapping[str, Any]) -> str:
    """What the samples answered; which answers are left out is said once."""
    if not found["of"]:
        return "Dip samples: none was drawn."
    told = [f"{words} in {found[key]}" for key, words in ANSWERS.items() if found[key] is not None]
    left_out = [words for key, words in ANSWERS.items() if found[key] is None]
    said = f"Dip samples: {found['done']} of {found['of']} done"
    if told:
        said += f"; the practice was found {', '.join(told)}"
    if left_out:
        said += f"; how often {' or '.join(left_out)} is not shown"
    return f"{said}."


def domains_in_words(rows: Sequence[Mapping[str, Any]]) -> Blocks:
    """A table for each kind of audit, whose tools may differ."""
    if not rows:
        yield ReportBlock("note", "No audit has been returned yet.")
    for kind in dict.fromkeys(row["kind"] for row in rows):
        own = [row for row in rows if row["kind"] == kind]
        if any("placeholder" in row for row in own):
            yield ReportBlock("note", f"{own[0]['title'].capitalize()}: {UNNAMED}")
            continue
        yield ReportBlock("subheading", f"{own[0]['title'].capitalize()}: {own[0]['n']} returned")
        table: list[tuple[str, ...]] = [("Area", "Good or better", "Below good", "Not applicable")]
        for row in own:
            good = count(row["good_or_better"])
            share = f" ({row['percent_good']}%)" if "percent_good" in row else ""
            table.append(
                (
                    row["domain"],
                    good + share,
                    count(row["below_good"]),
                    count(row["not_applicable"]),
                )
            )
        yield ReportBlock("table", f"Areas of practice: {own[0]['title']}", rows=tuple(table))


def feedback_in_words(found: Mapping[str, Any]) -> tuple[str, ...]:
    of = f"{found['returned']} returned audits"
    heard = (
        ("families or children gave feedback", found["families"]["heard"]),
        ("the practitioner took part", found["practitioners"]["took_part"]),
    )
    return tuple(
        f"In how many of {of} {what} is not shown." if n is None else f"In {n} of {of} {what}."
        for what, n in heard
    )
