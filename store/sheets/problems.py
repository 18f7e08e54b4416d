"""The problems of a sheet, each with line, column and reason."""

from collections.abc import Iterable
from dataclasses import dataclass

from store.vocabulary.errors import LedgerError

SHOWN = 40


@dataclass(frozen=True, slots=True)
class SheetProblem:
    """One thing to correct. `line` counts as an editor does; 0 is the file as a whole.

    `column` is empty if the whole line is wrong; `sheet` names the list or table of a file that has
    several, in our words. No reason repeats what a case sheet says about a
    child.
    """

    line: int
    column: str
    reason: str
    sheet: str = ""

    @property
    def place(self) -> str:
        """Where the problem is: "Line 7, roles"."""
        if not self.line:
            return self.sheet.capitalize() or "The file"
        line = f"{self.sheet}, line {self.line}" if self.sheet else f"line {self.line}"
        line = line[0].upper() + line[1:]
        return f"{line}, {self.column}" if self.column else line

    @property
    def sentence(self) -> str:
        """The place and the reason, for people."""
        return f"{self.place}: {self.reason}"


class BadSheet(LedgerError):
    """The sheet cannot be imported; every problem is listed in the order of the file."""

    code = "bad_sheet"

    def __init__(self, problems: Iterable[SheetProblem]) -> None:
        self.problems = tuple(sorted(dict.fromkeys(problems), key=lambda problem: problem.line))
        count = len(self.problems)
        heading = "1 problem" if count == 1 else f"{count} problems"
        fields: dict[str, str] = {}
        for problem in self.problems:
            earlier = fields.get(problem.place)
            fields[problem.place] = f"{earlier} {problem.reason}" if earlier else problem.reason
        super().__init__(
            "\n".join(
                [
                    f"Nothing was imported: the sheet has {heading}.",
                    *(problem.sentence for problem in self.problems),
                ]
            ),
            fields,
        )


def refusal(reason: str, *, line: int = 0) -> BadSheet:
    """The error for a sheet that cannot be read at all, with one reason."""
    return BadSheet([SheetProblem(line, "", reason)])


def quoted(value: str) -> str:
    """`value` in quotation marks, shortened, with unprintable characters as escapes."""
    short = value if len(value) <= SHOWN else value[: SHOWN - 1] + "…"
    safe = "".join(letter if letter.isprintable() else f"\\u{ord(letter):04x}" for letter in short)
    return f"'{safe}'"
