"""Whatever somebody wrote, a report in Markdown shows it as it was written (programme.md §5)."""

import io
from collections.abc import Callable
from contextlib import redirect_stdout

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from bot.cli.report_paper import markdown
from bot.cli.report_words import say_report
from store.views.reports.report_blocks import ReportBlock

TEXT = st.text(st.characters(exclude_categories=("Cc", "Cs", "Co", "Cn")), max_size=40)
READER = MarkdownIt("commonmark").enable("table")


def _figures(words: str) -> str:
    out = io.StringIO()
    with redirect_stdout(out):
        say_report("Report", {"Rows": [{"a": words, "b": "x"}]}, "Europe/London", as_markdown=True)
    return out.getvalue()


def _paper(words: str) -> str:
    return "\n".join(markdown([ReportBlock("table", "Rows", rows=(("a", "b"), (words, "x")))]))


@pytest.mark.parametrize("printed", [_figures, _paper])
@given(words=TEXT)
@example(words="[a](https://x.example) | <b>*bold*</b> `x` &amp; \\| _y_")
@example(words="=HYPERLINK(1)")
@example(words="![i](x) # 1. - > ~~~")
def test_5_a_cell_says_what_was_written_and_nothing_of_it_is_markup(
    printed: Callable[[str], str], words: str
) -> None:
    tokens = READER.parse(printed(words))
    cells = [tokens[place + 1] for place, token in enumerate(tokens) if token.type == "td_open"]
    assert [cell.content for cell in cells][1:] == ["x"]
    assert {child.type for child in cells[0].children or ()} <= {"text", "text_special"}
    told = "".join(child.content for child in cells[0].children or ())
    assert told.split() == words.split()
