"""`python -m bot.cli`, for use where the `sightline` command is not on the path."""

from bot.cli import main

main()
