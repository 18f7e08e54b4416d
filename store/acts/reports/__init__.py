"""Acts about digests, registers and reports."""

from store.acts.reports import cycle_report, digest, evidence, learning, looks, paper, register

__all__ = ("cycle_report", "digest", "evidence", "learning", "looks", "paper", "register")
