"""Local Teams, a Bot Connector on loopback and a page of everybody's chats; no programme rule.

The desk stands where Microsoft Teams stands in an authority. It sends the bot what Teams would
send, over HTTP, and shows what the bot sends back. What it knows of the programme it asks of the
`Council`; nothing here reads the ledger, and nothing in the ledger knows of the desk.
"""
