"""Verify an exported ledger with Python alone: python3 verify_ledger.py EXPORT [HEAD]

HEAD is what somebody else holds: the last line of a Director's digest, an evidence pack.
"""

import hashlib
import json
import sys

COLUMNS = "programme seq at actor via verb subject key fields changes".split()
head, seq, fault = "", 0, ""
with open(sys.argv[1], encoding="utf-8", newline="\n") as export:
    for line, text in enumerate(export, 1):
        try:
            fact = json.loads(text)
            column = [head, *(fact[name] for name in COLUMNS)]
            said = fact["hash"]
        except (ValueError, KeyError, TypeError):
            fault = f"line {line}: this is no fact"
            break
        chained = json.dumps(column, separators=(",", ":"), ensure_ascii=False)
        seq, head = seq + 1, hashlib.sha256(chained.encode()).hexdigest()
        if fact["seq"] != seq or said != head:
            fault = f"line {line}: fact {fact['seq']} does not follow from the one before it"
            break
if not fault and sys.argv[2:] and sys.argv[2] != head:
    fault = "the export is whole and ends elsewhere than the head that you hold: its tail was cut"
print(fault or f"ok: {seq} facts, head {head}")
sys.exit(bool(fault))
