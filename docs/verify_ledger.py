# ruff: noqa: INP001 - a script that stands by itself
"""Verify an exported ledger with Python alone: python3 verify_ledger.py EXPORT [HEAD].

HEAD, from a Director's digest or an evidence pack, also shows whether the last facts were cut off.
"""

import hashlib
import json
import sys
from pathlib import Path

columns = ["programme", "seq", "at", "actor", "via", "verb", "subject", "key", "fields", "changes"]
head, seq, fault = "", 0, ""
for text in Path(sys.argv[1]).read_bytes().splitlines():
    try:
        fact = json.loads(text)
        chained = [head, *(fact[name] for name in columns)]
        said = fact["hash"]
    except (ValueError, KeyError, TypeError):
        fault = f"line {seq + 1}: this is no fact"
        break
    line = json.dumps(chained, separators=(",", ":"), ensure_ascii=False)
    seq, head = seq + 1, hashlib.sha256(line.encode()).hexdigest()
    if fact["seq"] != seq or said != head:
        fault = f"line {seq}: fact {fact['seq']} does not follow from the one before it"
        break
if not fault and sys.argv[2:] and sys.argv[2] != head:
    fault = "whole, but it ends elsewhere than the head that you hold: its tail was cut"
sys.stdout.write(f"{fault or f'ok: {seq} facts, head {head}'}\n")
sys.exit(bool(fault))
