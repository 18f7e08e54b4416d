"""How a secret is read, and how one that cannot be read is refused."""

from collections.abc import Callable

from store.vocabulary.errors import Unready

SecretReader = Callable[[], str]
"""Reads a secret from where it is kept. It may block, and may raise OSError."""


def unready(name: str, what: str) -> Unready:
    """The error that says what is wrong with the setting `name`."""
    return Unready(f"{name} {what}.", {name: what})
