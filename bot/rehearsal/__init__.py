"""A rehearsal: invented people play the programme on a simulated clock, in a ledger of its own.

Everything goes through the real acts, sweep, outbox and digest; only people, Teams and time are
pretended. Nothing here is ever given a ledger in use.
"""
