"""What a rehearsal counts as it goes, and the sentences that say what must never happen."""

from collections import Counter
from dataclasses import dataclass, field


@dataclass(slots=True)
class Tally:
    """Acts done by verb and by person and month, refusals, buttons nobody was offered, problems.

    A problem is a sentence with ids; told twice it is kept once.
    """

    acts: Counter[str] = field(default_factory=Counter)
    load: Counter[tuple[str, str]] = field(default_factory=Counter)
    refusals: Counter[tuple[str, str]] = field(default_factory=Counter)
    unoffered: Counter[str] = field(default_factory=Counter)
    repeated: int = 0
    problems: dict[str, None] = field(default_factory=dict)

    def trouble(self, sentence: str) -> None:
        """Keep a problem."""
        self.problems[sentence] = None


def where(error: BaseException) -> str:
    """What went wrong and where, without its words, which may hold what somebody wrote."""
    last = error.__traceback__
    while last is not None and last.tb_next is not None:
        last = last.tb_next
    if last is None:
        return type(error).__name__
    code = last.tb_frame.f_code
    return f"{type(error).__name__} in {code.co_name} ({code.co_filename.rpartition('/')[2]})"
