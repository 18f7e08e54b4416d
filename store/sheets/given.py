"""A file that somebody gave, told apart: one of our sheets, or a council's own extract."""

import io
from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path, PurePath
from typing import Literal

from store.programme.child_level_data import ChildLevelData
from store.sheets.child_level.annex_a import Extract, FoundList, lists_in, read_annex_a
from store.sheets.child_level.ssd import read_ssd
from store.sheets.child_level.ssd_files import files_in_folder, files_in_zip
from store.sheets.reading import file_format, read_table
from store.sheets.table import Table
from store.sheets.workbook import open_workbook

Kind = Literal["sheet", "annex-a", "ssd"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What was read: the table of one of our sheets, or the children of an extract."""

    kind: Kind
    sha256: str
    table: Table | None = field(default=None, repr=False)
    extract: Extract | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class How:
    """How a file is read: with hidden rows left out, and whom its progress is told."""

    leave_out_hidden: bool = False
    progress: Callable[[int], object] = lambda _: None


def read_given(name: str, content: bytes, rules: ChildLevelData, how: How | None = None) -> Given:
    """What the file called `name` holds, whichever kind it is. Raises `BadSheet`."""
    how = how or How()
    digest = sha256(content).hexdigest()
    if PurePath(name).suffix.lower() == ".zip":
        extract = read_ssd(files_in_zip(content), rules, progress=how.progress)
        return Given(kind="ssd", sha256=digest, extract=extract)
    if file_format(name, content) == ".xlsx":
        with open_workbook(io.BytesIO(content)) as sheets:
            found = lists_in(sheets)
            if _is_annex_a(found):
                extract = read_annex_a(
                    found,
                    rules,
                    others=len(sheets) - len(found),
                    leave_out_hidden=how.leave_out_hidden,
                    progress=how.progress,
                )
                return Given(kind="annex-a", sha256=digest, extract=extract)
    table = read_table(name, content, leave_out_hidden=how.leave_out_hidden)
    return Given(kind="sheet", sha256=digest, table=table)


def read_folder(folder: Path, rules: ChildLevelData, how: How | None = None) -> Given:
    """The SSD extract in that folder. Raises `BadSheet`."""
    files, digest = files_in_folder(folder), sha256()
    for table in sorted(files):
        digest.update(table.encode() + files[table]())
    extract = read_ssd(files, rules, progress=(how or How()).progress)
    return Given(kind="ssd", sha256=digest.hexdigest(), extract=extract)


def _is_annex_a(found: list[FoundList]) -> bool:
    """Whether any sheet is a list that the programme reads."""
    return any(one.kind.columns for one in found)
