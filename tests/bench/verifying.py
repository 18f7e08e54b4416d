"""`ledger verify` compared with SHA-256 alone over the same bytes."""

import hashlib
import time
from statistics import median

from store.ledger import Ledger, chain
from store.ledger.database import open_engine
from store.ledger.proof import verify
from store.ledger.randomness import SeededRandomness
from store.ledger.sealed import data_key
from store.tables.columns import canonical
from tests.bench.setting import Line


def verified_line(url: str, key: str, turns: int) -> Line:
    """Facts a second of both, medians of `turns`, on the ledger at `url` with that data key."""
    ledger = Ledger(open_engine(url), key=data_key(key), randomness=SeededRandomness(1))
    [programme] = ledger.programmes()
    with ledger.engine.connect() as connection:
        facts = list(chain.facts(connection, programme))
    texts = [canonical(["0" * 64, *fact[:-1]]).encode() for fact in facts]
    ours, bare = [], []
    for _ in range(turns):
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
    return Line(
        "facts a second, `ledger verify` : SHA-256 alone",
        verified / hashed,
        f"{verified:.0f} : {hashed:.0f}, of {len(facts)} facts; at least 0.12",
    )
