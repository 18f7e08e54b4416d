"""The command line for operators and scripts. It decides nothing: all rules are in `store`.

Only Typer is imported at the top, so that `sightline --help` answers at once. Each command imports
what it needs when it runs.
"""

from bot.cli.root import app, main

__all__ = ["app", "main"]
