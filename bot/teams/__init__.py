"""Teams on the wire: activities in, cards out; the only package that may import botbuilder.

It turns an activity into a turn of ``bot.turns`` and an answer into what Teams expects. It knows no
rule of the programme, no ledger and no wording of a card.
"""
