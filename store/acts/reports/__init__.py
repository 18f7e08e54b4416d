"""Acts about digests, registers and reports."""

from store.acts.reports import cycle_reports, digests, evidence, reports

__all__ = ("cycle_reports", "digests", "evidence", "reports")
