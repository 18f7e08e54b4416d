"""How the bot signs in to Microsoft, and where its secrets are kept; nothing of Teams itself."""
