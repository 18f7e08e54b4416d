"""How many cases are drawn for a cycle, for which roles, and which are left out (§6)."""

from collections.abc import Sequence

from pydantic import Field, model_validator

from store.programme.section import Section


class Quota(Section):
    """The number of full audits for the holders of these roles: for all together, or for each.

    `role` is the short form for a single role. With `at_most` whoever opens a cycle may say how
    many it has, from `at_least` to that; unless they do it has `at_least`.
    """

    role: str | None = None
    roles: tuple[str, ...] = ()
    at_least: int | None = Field(default=None, ge=0)
    at_most: int | None = Field(default=None, ge=1, le=1000)
    each: int | None = Field(default=None, ge=1, le=31)

    @model_validator(mode="after")
    def _one_way(self) -> "Quota":
        if (self.role is None) == (not self.roles):
            raise ValueError("must name either role or roles")
        if (self.at_least is None) == (self.each is None):
            raise ValueError(
                "must give either at_least, for all holders together, or each, for every holder"
            )
        if self.at_most is not None and self.at_most <= (self.at_least or 0):
            raise ValueError("must have an at_most above its at_least")
        if self.at_most is not None and self.each is not None:
            raise ValueError("must have no at_most beside each, which counts by itself")
        return self

    @property
    def held_by(self) -> tuple[str, ...]:
        """The roles whose holders audit these cases."""
        return self.roles if self.role is None else (self.role,)

    @property
    def key(self) -> str:
        """The roles as one word, which the ledger stores with each drawn audit."""
        return "+".join(self.held_by)


def quotas_to_say(quotas: Sequence[Quota]) -> dict[str, Quota]:
    """The quotas whose number is said when a cycle is opened, by key."""
    return {quota.key: quota for quota in quotas if quota.at_most is not None}


class Span(Section):
    """A range of whole numbers, both ends included."""

    at_least: int = Field(ge=0)
    at_most: int = Field(ge=0)


class Selection(Section):
    """How many cases are drawn for a cycle (Tower Hamlets guide §6).

    A case audited within `not_again_months` months stands in no other cycle. With `spread`, the
    draw takes each practitioner's first case before anybody's second, and teams in turn.
    """

    quotas: tuple[Quota, ...] = Field(min_length=1)
    dip_samples_per_kloe: Span
    senior_roles: tuple[str, ...] = Field(min_length=1)
    not_again_months: int = Field(default=0, ge=0, le=60)
    spread: bool = False
