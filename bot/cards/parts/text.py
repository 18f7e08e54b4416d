"""Text for cards: nothing that somebody typed becomes Markdown, a link or a tag."""

import re

_SIGNS = re.compile(
    r"[\\*_`\[\]<]|~(?=~)|\{(?=\{)|(?<=\{)\{|&(?=#?\w+;)|:(?=//)|(?<=\bwww)\.", re.IGNORECASE
)
_LEADING = re.compile(r"^(?:[-+#>]|\d+(?=[.)]))")
_ESCAPED = re.compile(r"\\([\\*_`\[\]<~{&:.\-+#>)])")

RECORDED = "We record that you had it."
"""On each card that gives somebody a report: its issue is a fact (programme.md §5)."""


def escape(words: str) -> str:
    """`words` in one line, escaped so that a TextBlock shows every character as it is."""
    line = _SIGNS.sub(r"\\\g<0>", " ".join(words.split()))
    found = _LEADING.match(line)
    if found is None:
        return line
    start = found.group()
    if start.isdecimal():
        return f"{start}\\{line[len(start) :]}"
    return f"\\{line}"


def plain(text: str) -> str:
    """The text before `escape`, but for its spaces: for toasts and screen readers."""
    return _ESCAPED.sub(r"\1", text)


def shortened(words: str, most: int) -> str:
    """The first `most` words, with an ellipsis where there were more."""
    parts = words.split()
    return words if len(parts) <= most else f"{' '.join(parts[:most])}…"


def count(n: int, one: str, many: str = "") -> str:
    """A number with its noun: "1 audit", "3 audits"."""
    return f"{n} {one if n == 1 else many or one + 's'}"


def before_verb(who: str) -> str:
    """A name as the subject of a sentence: "Priya Shah, Head of Service," with its second comma."""
    return f"{who}," if ", " in who else who


def joined(names: list[str]) -> str:
    """Names in a row: "A, B and C"."""
    if len(names) < 2:  # noqa: PLR2004 - one name needs no joining
        return "".join(names)
    return f"{', '.join(names[:-1])} and {names[-1]}"


def months_without_year(months: str) -> str:
    """Months as a title says them: "December 2026 and January 2027" is "December and January"."""
    return re.sub(r" [0-9]{4}", "", months)


def sentence(words: str) -> str:
    """`words` with a capital at the start and a full stop at the end."""
    said = words[:1].upper() + words[1:]
    return said if said.endswith((".", "?", "…")) else f"{said}."
