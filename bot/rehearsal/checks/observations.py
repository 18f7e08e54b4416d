"""What a rehearsal counts as it runs, and the problems that it finds."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from bot.rehearsal.checks.months_after import Counted
from bot.rehearsal.return_effort import ReturnEffort


@dataclass(slots=True)
class Observations:
    """Counts of acts, refusals and missing buttons, and the problems found.

    `acts` counts by verb, `load` by person and month, `refusals` by verb and error code. A problem
    is a sentence that names ids; the same sentence is kept once. `counted` are the problems of the
    kinds that the report names (`bot.rehearsal.checks.months_after`). `returns` are the first
    returns as they were filled in page by page, `measured` is a Good one with two actions.
    `deputised` counts the duties done by somebody's deputy.
    """

    acts: Counter[str] = field(default_factory=Counter)
    load: Counter[tuple[str, str]] = field(default_factory=Counter)
    refusals: Counter[tuple[str, str]] = field(default_factory=Counter)
    missing_buttons: Counter[str] = field(default_factory=Counter)
    repeated: int = 0
    deputised: int = 0
    problems: dict[str, None] = field(default_factory=dict)
    counted: Counter[str] = field(default_factory=Counter)
    returns: list[ReturnEffort] = field(default_factory=list)
    measured: ReturnEffort | None = None

    def add_problem(self, sentence: str) -> None:
        """Record something that must never happen."""
        self.problems[sentence] = None

    def add_problems(self, sentences: Iterable[str]) -> None:
        """Record several problems."""
        self.problems |= dict.fromkeys(sentences)

    def count(self, kind: Counted, sentences: Iterable[str]) -> None:
        """Record problems of one of the kinds that the report counts."""
        new = dict.fromkeys(one for one in sentences if one not in self.problems)
        self.counted[kind] += len(new)
        self.problems |= new


def failure_site(error: BaseException) -> str:
    """The error's type and place. Its message is left out, because it may quote private text."""
    last = error.__traceback__
    while last is not None and last.tb_next is not None:
        last = last.tb_next
    if last is None:
        return type(error).__name__
    code = last.tb_frame.f_code
    return f"{type(error).__name__} in {code.co_name} ({code.co_filename.rpartition('/')[2]})"
