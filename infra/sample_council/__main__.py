"""Writes the files of the sample council into the desk's folder."""

from pathlib import Path

from infra.sample_council.files import sample_council

COUNCIL = Path(__file__).resolve().parents[2] / "bot" / "desk" / "council"

if __name__ == "__main__":
    COUNCIL.mkdir(parents=True, exist_ok=True)
    for filename, content in sample_council().items():
        (COUNCIL / filename).write_bytes(content)
