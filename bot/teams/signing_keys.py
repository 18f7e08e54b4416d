"""The Bot Framework's published signing keys, fetched once a day and cached."""

import asyncio
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import aiohttp
import structlog
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from jwt import PyJWK
from jwt.exceptions import PyJWTError

FRESH: Final = 24 * 3600.0
"""Seconds for which cached keys are used without a new fetch."""
STALE: Final = 5 * 24 * 3600.0
"""Seconds for which they are still used if they cannot be fetched."""
FETCH_PAUSE: Final = 300.0
"""Seconds between two fetches for unknown keys, so that a flood of made-up ids causes one."""
PATIENCE: Final = aiohttp.ClientTimeout(total=8)
LARGEST: Final = 512 * 1024
LEAST_BITS: Final = 2048

_ADDRESS: Final = re.compile(
    r"https://[a-z0-9.-]+(?::443)?/[!-~]*|http://(?:127\.0\.0\.1|\[::1\]):[0-9]{1,5}/[!-~]*"
)

log: Final = structlog.get_logger(__name__)


class NoKeys(Exception):
    """Microsoft's signing keys cannot be read, so no token can be checked."""


@dataclass(frozen=True, slots=True)
class SigningKey:
    """One published key and the channels whose tokens it may sign."""

    key: RSAPublicKey
    endorsements: frozenset[str]


class SigningKeys:
    """Published keys by their id; callers at the same time share one fetch."""

    def __init__(
        self, session: aiohttp.ClientSession, metadata: str, *, clock: Callable[[], float]
    ) -> None:
        """Read the OpenID metadata at ``metadata``; ``clock`` counts seconds and is monotonic.

        Raises ValueError unless ``metadata`` is https, or plain http to this machine.
        """
        if not _ADDRESS.fullmatch(metadata):
            msg = "the OpenID metadata must be at an https address"
            raise ValueError(msg)
        self._session, self._metadata, self._clock = session, metadata, clock
        self._keys: Mapping[str, SigningKey] = {}
        self._fetched: float | None = None
        self._tried: float | None = None
        self._fetch_lock = asyncio.Lock()

    @property
    def age(self) -> float | None:
        """Seconds since the last fetch, for the metrics; None before the first."""
        return None if self._fetched is None else self._clock() - self._fetched

    async def find(self, key_id: str) -> SigningKey | None:
        """The key with that id, or None if it is not published.

        Keys are rotated, so an unknown id causes a new fetch, at most once every ``FETCH_PAUSE``.
        Raises NoKeys if there are no keys that may be used.
        """
        if self._age() > FRESH or (key_id not in self._keys and self._may_try()):
            async with self._fetch_lock:
                if self._age() > FRESH or (key_id not in self._keys and self._may_try()):
                    await self._fetch()
        if self._age() > STALE:
            raise NoKeys
        return self._keys.get(key_id)

    def _age(self) -> float:
        return float("inf") if self._fetched is None else self._clock() - self._fetched

    def _may_try(self) -> bool:
        return self._tried is None or self._clock() - self._tried >= FETCH_PAUSE

    async def _fetch(self) -> None:
        """Fetch once; on failure keep the keys and try again after a pause."""
        if not self._may_try():
            return
        self._tried = self._clock()
        try:
            address = _address_in(await self._json(self._metadata))
            self._keys = _keys_in(await self._json(address))
        except (aiohttp.ClientError, TimeoutError, ValueError, NoKeys) as error:
            log.warning("signing_keys_unread", error=type(error).__name__)
            return
        self._fetched = self._clock()

    async def _json(self, address: str) -> Mapping[str, Any]:
        async with self._session.get(address, timeout=PATIENCE, allow_redirects=False) as response:
            response.raise_for_status()
            body = await response.content.read(LARGEST + 1)
        if len(body) > LARGEST or response.status != 200:  # noqa: PLR2004 - the one good answer
            raise NoKeys
        found = json.loads(body)
        if not isinstance(found, dict):
            raise NoKeys
        return found


def _address_in(metadata: Mapping[str, Any]) -> str:
    """The https address of the keys; raises NoKeys if there is none."""
    address = metadata.get("jwks_uri")
    if not isinstance(address, str) or not _ADDRESS.fullmatch(address):
        raise NoKeys
    return address


def _keys_in(document: Mapping[str, Any]) -> Mapping[str, SigningKey]:
    """The RSA keys of a JWK set; raises NoKeys if it has none."""
    listed = document.get("keys")
    found: dict[str, SigningKey] = {}
    for entry in listed if isinstance(listed, list) else ():
        key_id = entry.get("kid") if isinstance(entry, dict) else None
        if not isinstance(key_id, str) or entry.get("kty") != "RSA":
            continue
        try:
            key = PyJWK({**entry, "alg": "RS256"}).key
        except (PyJWTError, ValueError, TypeError):
            continue
        endorsed = entry.get("endorsements", ())
        if isinstance(key, RSAPublicKey) and key.key_size >= LEAST_BITS:
            names = (
                frozenset(e for e in endorsed if isinstance(e, str))
                if isinstance(endorsed, list)
                else frozenset()
            )
            found[key_id] = SigningKey(key, names)
    if not found:
        raise NoKeys
    return found
