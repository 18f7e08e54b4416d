"""The files of an SSD extract, from a folder or a ZIP; whatever does not belong is refused."""

import io
import re
import zipfile
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from pathlib import Path, PurePosixPath

from store.sheets.archives import MAX_BYTES, guard_size
from store.sheets.problems import BadSheet, SheetProblem, refusal

TABLE = re.compile(r"(ssd_[a-z0-9_]+?)(?:_[0-9]{6,})?\.csv", re.IGNORECASE)
"""A table's file, with a day behind its name in some exports; a schema may stand before it."""
ARCHIVES = (".zip", ".gz", ".7z", ".rar", ".tar")
DEEPEST = 3
LARGEST = 256 * 1024 * 1024
"""The most that one table may hold."""
Files = Mapping[str, Callable[[], bytes]]
"""By table, a function that reads its file."""
DAMAGED = "it cannot be read as a ZIP: make it again."


def table_of(name: str) -> str | None:
    """The table that a file of that name holds, None for any other file."""
    found = TABLE.search(PurePosixPath(name).name)
    return found[1].lower() if found else None


def files_in_folder(folder: Path) -> Files:
    """How to read each table's file in the folder itself. Raises `BadSheet`."""
    files = [path for path in sorted(folder.iterdir()) if path.is_file() and table_of(path.name)]
    for path in files:
        _not_too_large(path.name, path.stat().st_size)
    return _by_table((path.name, path.read_bytes) for path in files)


def files_in_zip(content: bytes) -> Files:
    """How to read each table's file in the ZIP. Raises `BadSheet`, naming the file."""
    if len(content) > MAX_BYTES:
        raise refusal(f"it is larger than {MAX_BYTES // 1024 // 1024} MB: import it in parts.")
    archive = _opened(content)
    if archive is None:
        # Outside the handler, because the reader's error may quote the file.
        raise refusal(DAMAGED)
    parts = archive.infolist()
    if wrong := [
        SheetProblem(0, "", why, _known_as(part.filename))
        for part in parts
        if (why := _wrong(part.filename))
    ]:
        raise BadSheet(wrong)
    tables = [part for part in parts if table_of(part.filename)]
    for part in tables:
        _not_too_large(part.filename, part.file_size)
    return _by_table((part.filename, _reads(archive, part)) for part in tables)


def _opened(content: bytes) -> zipfile.ZipFile | None:
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
        guard_size(archive)
    except BadSheet:
        raise
    except Exception:  # noqa: BLE001 -- a damaged archive can break the reader in any way at all
        return None
    return archive


def _reads(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> Callable[[], bytes]:
    def read() -> bytes:
        content = None
        with suppress(Exception):  # as above
            content = archive.read(part)
        if content is None:
            raise refusal(DAMAGED)
        return content

    return read


def _not_too_large(name: str, size: int) -> None:
    if size > LARGEST:
        raise BadSheet([SheetProblem(0, "", "it is far too large.", _known_as(name))])


def _wrong(name: str) -> str:
    """Why a part of that name is refused; empty if it is not."""
    path = PurePosixPath(name)
    if "\\" in name or path.is_absolute() or ".." in path.parts or ":" in name:
        return "its name leads out of the ZIP: make the ZIP of the files alone."
    if path.suffix.lower() in ARCHIVES:
        return "it is an archive within the ZIP: unpack it first."
    if len(path.parts) > DEEPEST:
        return "it lies too deep in folders: make the ZIP of the files alone."
    return ""


def _by_table(files: Iterable[tuple[str, Callable[[], bytes]]]) -> Files:
    found: dict[str, Callable[[], bytes]] = {}
    for name, read in files:
        table = table_of(name) or ""
        if table in found:
            again = "the same table is there twice: keep one of the two files."
            raise BadSheet([SheetProblem(0, "", again, _known_as(name))])
        found[table] = read
    return found


def _known_as(name: str) -> str:
    """A file's name for a problem: its last part, without what no file name has."""
    last = PurePosixPath(name.replace("\\", "/")).name
    return "the file " + "".join(letter for letter in last if letter.isprintable())[:60]
