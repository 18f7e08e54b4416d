"""Whether a request comes from Teams: a full check of the Bot Framework's token (trust.md §4).

The SDK's own check is not used: it answers 500 to most bad tokens, skips the address if there is
none, accepts emulators, and fetches keys on the event loop (teams.md §0, §6).
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Final

import jwt

from bot.teams.sign_in import NotSignedIn
from bot.teams.signing_keys import NoKeys, SigningKeys

SKEW: Final = 300.0
"""Seconds by which the two clocks may differ."""
LONGEST: Final = 8 * 1024
CHANNEL: Final = "msteams"
UNSIGNED: Final = "Sightline answers Microsoft Teams only, and this request has no valid token."
ELSEWHERE: Final = "This request is signed for a different address from the one it gives."

_HEADER: Final = frozenset({"alg", "kid", "typ", "x5t"})
"""The fields of a token's header. It must not supply a key: keys come from Microsoft only."""


class BotFrameworkSignIn:
    """Accepts what the Bot Framework signed for this bot, and nothing else.

    No setting turns this off; only the demonstration, on loopback, runs without it.
    """

    def __init__(
        self, keys: SigningKeys, *, app_id: str, issuer: str, now: Callable[[], datetime]
    ) -> None:
        """Check tokens that ``issuer`` made for ``app_id``.

        Raises ValueError without an app id, since every token would then pass.
        """
        if not app_id.strip():
            msg = "the bot's app id is needed to check who signs in"
            raise ValueError(msg)
        self._keys, self._app_id, self._issuer, self._now = keys, app_id, issuer, now

    async def check(
        self,
        authorization: str | None,
        activity: Mapping[str, Any],
        remote: str | None,  # noqa: ARG002 - Teams calls from many addresses, and none is proof
    ) -> None:
        """Return if the token is genuine, in time, and for this bot, channel and address.

        Raises NotSignedIn: 401, or 403 if a genuine token is for another channel or address.
        """
        claims, endorsed = await self._claims(_token(authorization))
        self._in_time(claims)
        if activity.get("channelId") != CHANNEL or CHANNEL not in endorsed:
            raise NotSignedIn(403, ELSEWHERE)
        signed_for, said = claims.get("serviceurl"), activity.get("serviceUrl")
        if not isinstance(signed_for, str) or not isinstance(said, str):
            raise NotSignedIn(403, ELSEWHERE)
        if signed_for.removesuffix("/") != said.removesuffix("/"):
            raise NotSignedIn(403, ELSEWHERE)

    async def _claims(self, token: str) -> tuple[Mapping[str, Any], frozenset[str]]:
        """A genuine token's claims, and the channels for which its key may sign."""
        try:
            header = jwt.get_unverified_header(token)
            key_id = header.get("kid")
            if header.get("alg") != "RS256" or not isinstance(key_id, str) or set(header) - _HEADER:
                raise NotSignedIn(401, UNSIGNED)
            key = await self._keys.find(key_id)
            if key is None:
                raise NotSignedIn(401, UNSIGNED)
            claims = jwt.decode(
                token,
                key.key,
                algorithms=["RS256"],
                audience=self._app_id,
                issuer=self._issuer,
                options={
                    "require": ["exp", "nbf", "iss", "aud"],
                    # `_in_time` checks these against the clock that was passed in.
                    "verify_exp": False,
                    "verify_nbf": False,
                    "verify_iat": False,
                    "strict_aud": True,
                },
            )
        except (jwt.PyJWTError, NoKeys, ValueError, TypeError) as error:
            raise NotSignedIn(401, UNSIGNED) from error
        return claims, key.endorsements

    def _in_time(self, claims: Mapping[str, Any]) -> None:
        now = self._now().timestamp()
        begins, ends = claims["nbf"], claims["exp"]
        if not isinstance(begins, int | float) or not isinstance(ends, int | float):
            raise NotSignedIn(401, UNSIGNED)
        if not begins - SKEW <= now < ends + SKEW:
            raise NotSignedIn(401, UNSIGNED)


def _token(authorization: str | None) -> str:
    scheme, _, token = (authorization or "").partition(" ")
    if scheme.lower() != "bearer" or not token or len(token) > LONGEST or not token.isascii():
        raise NotSignedIn(401, UNSIGNED)
    return token
