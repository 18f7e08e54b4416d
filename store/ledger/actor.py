"""Who acts: a person, the shell or Sightline itself."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, and `via` which entry. `upn` comes from an authenticated activity or the shell."""

    upn: str
    via: str

    @property
    def is_shell(self) -> bool:
        """Whether the shell acts for itself; with `--as` it acts with that person's rights."""
        return self.upn.startswith("cli:")


SYSTEM = Actor("sightline", "system")
"""Sightline itself, for the sweep, the digest and deliveries."""
