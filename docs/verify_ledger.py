# ruff: noqa: INP001 - a script that stands by itself
"""Verify an exported ledger with Python alone: verify_ledger.py EXPORT [SEQ:HASH | HASH ...].

SEQ:HASH is a head that you hold, from a digest or an evidence pack; 12 digits of it are enough.
A HASH alone is the last fact's. They show whether facts were rewritten, or cut off at the end.
"""

import json
import re
import sys
from hashlib import sha256
from pathlib import Path
from typing import Any

columns = ["programme", "seq", "at", "actor", "via", "verb", "subject", "key", "fields", "changes"]


def exact(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """The fact of one line: exactly a fact's keys, none twice."""
    if sorted(key for key, _ in pairs) != sorted([*columns, "hash"]):
        raise ValueError
    return dict(pairs)


heads, fault = [""], ""
for text in Path(sys.argv[1]).read_bytes().splitlines():
    try:
        fact = json.loads(text, object_pairs_hook=exact)
        chained = [heads[-1], *(fact[name] for name in columns)]
        line = json.dumps(chained, separators=(",", ":"), ensure_ascii=False).encode()
    except (ValueError, TypeError, RecursionError):
        fault = f"line {len(heads)}: this is no fact"
        break
    if fact["seq"] != len(heads) or fact["hash"] != sha256(line).hexdigest():
        fault = f"line {len(heads)}: fact {fact['seq']!a} does not follow from the one before it"
        break
    heads.append(fact["hash"])
last = len(heads) - 1
for held in () if fault else sys.argv[2:]:
    found = re.fullmatch(r"(?:([1-9][0-9]{0,18}):)?([0-9a-f]{12,64})", held.lower())
    if found is None:
        fault = f"{held!a} is no head: write SEQ:HASH or HASH, with 12 to 64 digits of the hash"
    elif int(found[1] or last) > last or not heads[int(found[1] or last)].startswith(found[2]):
        fault = f"whole, but without the head {held} that you hold: rewritten, or its tail was cut"
fault = fault or ("" if last else "no fact at all: this is no export")
sys.stdout.write(f"{fault or f'ok: {last} facts, head {heads[-1]}'}\n")
sys.exit(bool(fault))
