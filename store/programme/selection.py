"""How many cases are drawn for a cycle, for whom, and which are left out (programme.md §6)."""

from pydantic import Field, model_validator

from store.programme.section import Section


class Quota(Section):
    """So many full audits by holders of these roles: together, or for each of them.

    `role` is the short way to name one.
    """

    role: str | None = None
    roles: tuple[str, ...] = ()
    at_least: int | None = Field(default=None, ge=0)
    each: int | None = Field(default=None, ge=1, le=31)

    @model_validator(mode="after")
    def _one_way(self) -> "Quota":
        if (self.role is None) == (not self.roles):
            raise ValueError("name either a role or roles")
        if (self.at_least is None) == (self.each is None):
            raise ValueError("say either at_least, for all of them together, or each")
        return self

    @property
    def held_by(self) -> tuple[str, ...]:
        """The roles whose holders it is for."""
        return self.roles if self.role is None else (self.role,)

    @property
    def key(self) -> str:
        """The roles as one word, as the ledger keeps them with each drawn row."""
        return "+".join(self.held_by)


class Span(Section):
    """From so many to so many."""

    at_least: int = Field(ge=0)
    at_most: int = Field(ge=0)


class Selection(Section):
    """How many cases are drawn for a cycle (Tower Hamlets guide §6).

    A case that was audited in the `not_again_months` before is left out of the draw.
    """

    quotas: tuple[Quota, ...] = Field(min_length=1)
    dip_samples_per_kloe: Span
    senior_roles: tuple[str, ...] = Field(min_length=1)
    not_again_months: int = Field(default=0, ge=0, le=60)
