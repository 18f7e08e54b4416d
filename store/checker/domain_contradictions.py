"""Contradictions in how domains are graded, and in the grade that follows from them (§6)."""

from collections.abc import Iterator, Mapping, Sequence

from store.checker.contradictions import Fault, Pieces
from store.checker.known_words import near
from store.programme.domain_grades import DomainGrade, Marks, Overall, exact
from store.programme.general_rules import Grade, Tool


def of_domains(pieces: Pieces) -> Iterator[Fault]:
    """Every error in `tool.marks`, `tool.domain_scale` and `tool.overall`."""
    tool = pieces.tool
    if tool is None:
        return
    if tool.marks is not None:
        yield from _marks(tool.marks)
    yield from _scale(tool.domain_scale)
    if tool.marks is not None and tool.domain_scale:
        reason = "says another scale than marks. Keep one of the two."
        yield ("tool", "domain_scale"), reason
    elif tool.overall is not None and pieces.whole_scale:
        yield from _overall(tool, tool.overall, pieces.grades)


def _marks(marks: Marks) -> Iterator[Fault]:
    if marks.lowest >= marks.highest:
        reason = f"({marks.lowest}) is not below highest ({marks.highest})."
        yield ("tool", "marks", "lowest"), reason
    elif not marks.lowest < marks.good <= marks.highest:
        reason = f"({marks.good}) lies outside {marks.lowest + 1} to {marks.highest}."
        yield ("tool", "marks", "good"), reason


def _scale(scale: Sequence[DomainGrade]) -> Iterator[Fault]:
    first: dict[str, int] = {}
    below = False
    for place, grade in enumerate(scale):
        if first.setdefault(grade.name.casefold(), place) != place:
            reason = f"{grade.name!r} is the name of another grade. Choose another name."
            yield ("tool", "domain_scale", place, "name"), reason
        if below and not grade.below_good:
            reason = f"{grade.name} comes after a grade below good. List the best grade first."
            yield ("tool", "domain_scale", place), reason
        below = below or grade.below_good
    if len(scale) == 1:
        yield ("tool", "domain_scale"), "has one grade. A scale needs at least two."


def _overall(tool: Tool, rule: Overall, grades: Mapping[str, Grade]) -> Iterator[Fault]:
    if tool.marks is None:
        yield from _of_names(tool, rule)
        return
    if not rule.least:
        reason = "is needed: by overall grade, the least mark that gives it."
        yield ("tool", "overall", "least"), reason
        return
    yield from _thresholds(tool.marks, rule, list(grades))


def _of_names(tool: Tool, rule: Overall) -> Iterator[Fault]:
    """Without marks only the worst domain says the overall grade, on the same scale."""
    if tool.domain_scale:
        reason = "needs marks, or domains that are graded as the audit itself."
        yield ("tool", "overall"), reason
    elif rule.by == "mean":
        reason = 'grades have no mean. Write "worst", or give the domains marks.'
        yield ("tool", "overall", "by"), reason
    elif rule.least:
        yield ("tool", "overall", "least"), "has no use where the worst domain is the grade."


def _thresholds(marks: Marks, rule: Overall, scale: Sequence[str]) -> Iterator[Fault]:
    last = None
    for name in rule.least:
        if name not in scale:
            yield ("tool", "overall", "least", name), f'"{name}" is not a grade{near(name, scale)}'
    for name in scale[:-1]:
        path = ("tool", "overall", "least", name)
        if name not in rule.least:
            yield ("tool", "overall", "least"), f'says nothing of "{name}". Only the last may miss.'
            continue
        mark = exact(rule.least[name])
        if not marks.lowest < mark <= marks.highest:
            reason = f"({rule.least[name]:g}) is no mark above {marks.lowest} to {marks.highest}."
            yield path, reason
        if last is not None and mark >= last:
            yield path, "is not less than that of the better grade before it."
        last = mark
    if scale and scale[-1] in rule.least:
        reason = "takes all that is left, so it has no least mark. Take this line out."
        yield ("tool", "overall", "least", scale[-1]), reason
