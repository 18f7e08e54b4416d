"""A regular log line with the programme's status, for monitors that read only logs."""

import structlog

from bot.ledger_access import LedgerAccess
from store.duties.outbox import FAILED, QUEUED, UNKNOWN
from store.views.reports.counts import IN_TIME, TODAY, counts

log = structlog.get_logger()


async def log_status(access: LedgerAccess) -> None:
    """Log messages owed and failed, the longest wait in seconds, late duties, the last fact."""
    found = await access.read(counts)
    log.info(
        "standing",
        programme=access.programme,
        owed=found.messages[QUEUED] + found.messages[UNKNOWN],
        failed=found.messages[FAILED],
        waited=round(found.waited),
        late=sum(n for how, n in found.duties.items() if how not in (IN_TIME, TODAY)),
        seq=found.facts,
    )
