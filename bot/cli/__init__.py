"""The command line: what operators and scripts type. What is true is decided in `store` alone.

Typer is imported here and nothing heavier, so that `sightline --help` answers in a blink; each
command imports what it needs when it runs.
"""

from bot.cli.root import app, main

__all__ = ["app", "main"]
