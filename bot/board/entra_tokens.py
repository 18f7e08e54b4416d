"""Who is signed in to Teams: a full check of the token that a tab gets from Teams (trust.md §4).

It is Entra ID's, made for Sightline's own app, and is no token of the Bot Framework: neither door
takes the other's, for issuer and keys differ.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import jwt

from bot.teams.sign_in import NotSignedIn
from bot.teams.signing_keys import NoKeys, SigningKeys

SKEW: Final = 300.0
"""Seconds by which the two clocks may differ."""
LONGEST: Final = 8 * 1024
SCOPE: Final = "access_as_user"
"""The permission that the app registration offers to Teams (operating.md)."""
UNSIGNED: Final = "Please open the board in Microsoft Teams: this request has no valid sign-in."
GUEST: Final = (
    "You are a guest in this Teams, and the board is for the authority's own staff. Questions: the "
    "audit team."
)

_HEADER: Final = frozenset({"alg", "kid", "typ", "x5t"})
_NEEDED: Final = ("exp", "nbf", "iss", "aud", "tid", "oid", "scp")


@dataclass(frozen=True, slots=True, kw_only=True)
class App:
    """Sightline's registration in Entra ID, and who may sign in to it."""

    app_id: str
    tenant_id: str
    host: str
    """The host of its address, as in `api://HOST/APPID`; "" where none is set."""
    login: str
    """Entra ID's address in this cloud; its host signs tokens of version 2."""
    guests: bool = False

    @property
    def audiences(self) -> frozenset[str]:
        """For whom a token may be: the app itself (version 2), or its resource (version 1)."""
        named = {f"api://{self.host}/{self.app_id}"} if self.host else set()
        return frozenset({self.app_id, f"api://{self.app_id}"} | named)

    @property
    def issuers(self) -> Mapping[str, str]:
        """The issuer of each version of a token."""
        return {
            "1.0": f"https://sts.windows.net/{self.tenant_id}/",
            "2.0": f"{self.login}/{self.tenant_id}/v2.0",
        }


class EntraSignIn:
    """Accepts what Entra ID signed for this app, tenant and scope, and nothing else."""

    def __init__(self, keys: SigningKeys, app: App, *, now: Callable[[], datetime]) -> None:
        """Raises ValueError without an app id or tenant, since every token would then pass."""
        if not app.app_id.strip() or not app.tenant_id.strip():
            msg = "the app id and the tenant are needed to check who signs in"
            raise ValueError(msg)
        self._keys, self._app, self._now = keys, app, now

    async def object_id(self, authorization: str | None) -> str:
        """The Entra object id of whoever is signed in. Raises NotSignedIn: 401, or 403 a guest."""
        claims = await self._claims(_token(authorization))
        self._in_time(claims)
        person, version = claims["oid"], claims.get("ver")
        issuer = self._app.issuers.get(version if isinstance(version, str) else "")
        scopes = claims["scp"].split() if isinstance(claims["scp"], str) else ()
        if (
            issuer is None
            or claims["iss"] != issuer
            or claims["tid"] != self._app.tenant_id
            or claims["aud"] not in self._app.audiences
            or SCOPE not in scopes
            or not isinstance(person, str)
            or not person
        ):
            raise NotSignedIn(401, UNSIGNED)
        if not self._app.guests and _is_guest(claims, self._app):
            raise NotSignedIn(403, GUEST)
        return person.lower()

    async def _claims(self, token: str) -> Mapping[str, Any]:
        try:
            header = jwt.get_unverified_header(token)
            key_id = header.get("kid")
            if header.get("alg") != "RS256" or not isinstance(key_id, str) or set(header) - _HEADER:
                raise NotSignedIn(401, UNSIGNED)
            key = await self._keys.find(key_id)
            if key is None:
                raise NotSignedIn(401, UNSIGNED)
            claims: Mapping[str, Any] = jwt.decode(
                token,
                key.key,
                algorithms=["RS256"],
                audience=sorted(self._app.audiences),
                issuer=sorted(self._app.issuers.values()),
                options={
                    "require": list(_NEEDED),
                    # `_in_time` checks these against the clock that was passed in.
                    "verify_exp": False,
                    "verify_nbf": False,
                    "verify_iat": False,
                },
            )
        except (jwt.PyJWTError, NoKeys, ValueError, TypeError) as error:
            raise NotSignedIn(401, UNSIGNED) from error
        if not isinstance(claims["aud"], str):
            raise NotSignedIn(401, UNSIGNED)
        return claims

    def _in_time(self, claims: Mapping[str, Any]) -> None:
        now = self._now().timestamp()
        begins, ends = claims["nbf"], claims["exp"]
        if not isinstance(begins, int | float) or not isinstance(ends, int | float):
            raise NotSignedIn(401, UNSIGNED)
        if not begins - SKEW <= now < ends + SKEW:
            raise NotSignedIn(401, UNSIGNED)


def _is_guest(claims: Mapping[str, Any], app: App) -> bool:
    """Whether the account's home is another tenant: Entra ID then names who vouches for it."""
    home = claims.get("idp")
    return claims.get("acct") == 1 or (home is not None and home not in app.issuers.values())


def _token(authorization: str | None) -> str:
    scheme, _, token = (authorization or "").partition(" ")
    if scheme.lower() != "bearer" or not token or len(token) > LONGEST or not token.isascii():
        raise NotSignedIn(401, UNSIGNED)
    return token
