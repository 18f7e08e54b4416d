"""What inspectors ask of a council about its practice, and which part of a board report answers.

Ofsted's own grade descriptors are not here: they stand in its framework, which the source names.
"""

from store.views.reports.report_blocks import Blocks, ReportBlock

ASKED = (
    (
        (
            "What do you know about the quality and impact of social work practice with children "
            "and families in your authority?"
        ),
        "Impact; Grades; By area of practice",
    ),
    (
        "How do you know it?",
        "Lines of enquiry; What families and practitioners said; What is not known, and why",
    ),
    ("What are your plans to maintain or improve practice?", "Improvement plan"),
)
"""Ofsted's three questions of a council's yearly self-evaluation, in the words of `SOURCE`."""

SOURCE = (
    "Source of the questions: Local Government Association, "
    "local.gov.uk/publications/must-know-role-council-leader-improving-outcomes-children, read on "
    "1 December 2026. How Ofsted inspects children's services is on GOV.UK (its guidance of "
    "13 December 2024). Ofsted judges a service as a whole; a grade here is of one audit."
)


def inspectors_ask() -> Blocks:
    """The questions, each with the parts of the report that answer it, and where they are from."""
    yield ReportBlock("heading", "What inspectors ask, and where it is answered")
    head = ("Question", "Answered under")
    yield ReportBlock("table", "Ofsted's questions of a council", rows=(head, *ASKED))
    yield ReportBlock("note", SOURCE)
