"""A rehearsal: simulated people run the programme on a simulated clock, in a ledger of its own.

Every step goes through the real acts, sweep, outbox and digest. Only the people, Teams and the time
are simulated. A rehearsal never touches a ledger that is in use.
"""
