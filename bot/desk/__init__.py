"""A local stand-in for Teams: a Bot Connector on loopback and a page with everybody's chats.

The desk takes the place of Microsoft Teams. It sends the bot what Teams would send, over HTTP, and
shows what the bot sends back. It holds no rule of the programme and asks the `Council` for what it
needs to know. Only `programme`, what it imports, and `demo` open the ledger.
"""
