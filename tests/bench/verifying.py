"""`ledger verify` compared with SHA-256 alone over the same bytes."""

import hashlib
import time
from pathlib import Path
from statistics import median

from store.ledger import Ledger, chain
from store.ledger.database import open_engine
from store.ledger.proof import verify
from store.ledger.randomness import SeededRandomness
from store.ledger.sealed import data_key
from store.tables.columns import canonical

TURNS = 5


def bench_verify(file: Path) -> dict[str, float]:
    """Facts a second of both, medians of `TURNS`, on the ledger of a rehearsed month in `file`."""
    key = data_key(file.with_suffix(".key").read_text("utf-8").strip())
    ledger = Ledger(open_engine(f"sqlite:///{file}"), key=key, randomness=SeededRandomness(1))
    [programme] = ledger.programmes()
    with ledger.engine.connect() as connection:
        facts = list(chain.facts(connection, programme))
    texts = [canonical(["0" * 64, *fact[:-1]]).encode() for fact in facts]
    ours, bare = [], []
    for _ in range(TURNS):
        began = time.process_time()
        if not verify(ledger, programme).ok:
            raise RuntimeError("the ledger does not verify")
        ours.append(time.process_time() - began)
        began = time.process_time()
        for text in texts:
            hashlib.sha256(text).hexdigest()
        bare.append(time.process_time() - began)
    ledger.engine.dispose()
    verified, hashed = len(facts) / median(ours), len(facts) / median(bare)
    return {"verified": verified, "hashed": hashed, "ratio": verified / hashed}
