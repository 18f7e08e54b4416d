"""Removes one defence from the running code, so that its test can be seen to fail.

`planted` compiles a module again with a few words changed and gives the changed code to the
existing functions, so that modules which imported them earlier run it too.
"""

import importlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import CodeType, FunctionType, ModuleType
from typing import Any

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Fault:
    """One line of trust.md §4, what is removed, and the tests that must then fail.

    Each key of `swaps` is replaced by its value throughout `file`; `set_to` gives other values to
    the module's names.
    """

    line: str
    file: str
    tests: str
    swaps: Mapping[str, str] = field(default_factory=dict)
    set_to: Mapping[str, Any] = field(default_factory=dict)


@contextmanager
def planted(fault: Fault) -> Iterator[None]:
    """Run with the fault in place.

    Raises ValueError if the words to change are not in the file, or change no function.
    """
    module = importlib.import_module(fault.file.removesuffix(".py").replace("/", "."))
    kept = {name: getattr(module, name) for name in fault.set_to}
    changed = _changed(module, fault) if fault.swaps else {}
    before = {function: function.__code__ for function in changed}
    try:
        for name, value in fault.set_to.items():
            setattr(module, name, value)
        for function, code in changed.items():
            function.__code__ = code
        yield
    finally:
        for function, code in before.items():
            function.__code__ = code
        for name, value in kept.items():
            setattr(module, name, value)


def _changed(module: ModuleType, fault: Fault) -> dict[FunctionType, CodeType]:
    file = ROOT / fault.file
    source = file.read_text()
    for old, new in fault.swaps.items():
        if old not in source:
            raise ValueError(f"{fault.file} no longer says {old!r}")
        source = source.replace(old, new)
    codes = _code_by_name(compile(source, str(file), "exec", dont_inherit=True))
    functions = _functions(module)
    changed = {
        function: codes[name]
        for name, function in functions.items()
        if name in codes and codes[name] != function.__code__
    }
    if not changed:
        raise ValueError(f"in {fault.file} no function is changed by {dict(fault.swaps)!r}")
    return changed


def _code_by_name(code: CodeType) -> dict[str, CodeType]:
    """Every function's code in `code`, by its qualified name."""
    found = {}
    for inner in code.co_consts:
        if isinstance(inner, CodeType):
            found[inner.co_qualname] = inner
            found |= _code_by_name(inner)
    return found


def _functions(module: ModuleType) -> dict[str, FunctionType]:
    """The module's own functions and methods, by qualified name."""
    holders = [vars(module), *(vars(one) for one in vars(module).values() if isinstance(one, type))]
    found = {}
    for holder in holders:
        for value in holder.values():
            plain = getattr(value, "__func__", getattr(value, "fget", value))
            if isinstance(plain, FunctionType) and plain.__module__ == module.__name__:
                found[plain.__qualname__] = plain
    return found
