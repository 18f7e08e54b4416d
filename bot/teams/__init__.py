"""Teams on the wire: activities in, cards out; the only place that may import botbuilder.

No rule of the programme lives here, no ledger and no card's wording: what a person did becomes a
turn of ``bot.turns``, and what the conversation answers becomes what Teams expects.
"""
