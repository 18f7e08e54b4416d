"""How the bot proves to Microsoft who it is, and where its secrets are kept. Knows no Teams."""
