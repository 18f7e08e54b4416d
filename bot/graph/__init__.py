"""Microsoft Graph on the wire: what an administrator allowed, and nothing else.

Every permission is optional and off until an operator names it (`bot.graph.permissions`). No rule
of the programme lives here, no ledger and no card's wording.
"""
