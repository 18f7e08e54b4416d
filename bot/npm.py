"""Where the libraries are that npm installed: Teams' own script and Microsoft's card renderer."""

from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[1] / "node_modules"
"""Beside the code: a checkout, from whichever folder the command was typed."""


def node_modules() -> Path:
    """The checkout's own folder; in an image, whose code lies elsewhere, that of the process."""
    return CHECKOUT if CHECKOUT.is_dir() else Path("node_modules")
