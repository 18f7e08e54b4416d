"""Where a secret is kept: in its setting, in a file, or in an Azure Key Vault.

The setting holds the secret itself, or `file:` and a path, or the address of a Key Vault secret
(`https://NAME.vault.azure.net/secrets/SECRET`), which the machine's own identity reads.
"""

import re
from pathlib import Path
from typing import Final

from requests import RequestException, Session

from bot.identity.credentials import SecretReader, TimedSession, by_managed_identity
from store.vocabulary.errors import Unready

FILE: Final = "file:"
_VAULT: Final = re.compile(
    r"https://[A-Za-z0-9-]{3,24}\.(?P<cloud>vault\.azure\.net|vault\.usgovcloudapi\.net)"
    r"/secrets/[A-Za-z0-9-]{1,127}(?:/[0-9a-f]{32})?"
)
_API: Final = "7.4"
_LONGEST: Final = 64 * 1024


def secret_reader(
    name: str, said: str, *, identity: str = "", http: Session | None = None
) -> SecretReader:
    """Reads the secret of setting `name`, whose value is `said`.

    `identity` is the client id of the managed identity that may read the vault; a test replaces
    `http`. Raises `Unready` if `said` is not a valid place; reading raises it if the secret cannot
    be read there. No error contains the secret.
    """
    if said.startswith(FILE):
        return _in_file(name, Path(said.removeprefix(FILE)))
    if not said.startswith(("https://", "http://")):
        return lambda: said
    if (place := _VAULT.fullmatch(said)) is None:
        raise _unready(
            name, "is not a Key Vault secret: write https://NAME.vault.azure.net/secrets/SECRET"
        )
    if not identity:
        raise _unready("SIGHTLINE_IDENTITY", f"is not set, and {name} is in a Key Vault")
    return _in_vault(name, said, f"https://{place['cloud']}", identity, http or TimedSession())


def _in_file(name: str, path: Path) -> SecretReader:
    def read() -> str:
        try:
            text = path.read_text("utf-8").strip()
        except (OSError, ValueError) as error:
            raise _unready(name, "names a file that cannot be read") from error
        if not text:
            raise _unready(name, "names an empty file")
        return text

    return read


def _in_vault(name: str, address: str, resource: str, identity: str, http: Session) -> SecretReader:
    sign_in = by_managed_identity(client_id=identity, resource=resource, http=http)

    def read() -> str:
        try:
            token = sign_in().get("access_token")
            if not isinstance(token, str):
                raise _unready(name, "is in a Key Vault, and SIGHTLINE_IDENTITY cannot sign in")
            answer = http.request(
                "GET",
                address,
                params={"api-version": _API},
                allow_redirects=False,
                headers={"Authorization": f"Bearer {token}"},
            )
            found = answer.json() if len(answer.content) <= _LONGEST else None
        except (RequestException, ValueError) as error:
            # The error's words may repeat the request, and that holds a token.
            what = f"is in a Key Vault that does not answer ({type(error).__name__})"
            raise _unready(name, what) from None
        value = found.get("value") if isinstance(found, dict) else None
        if answer.status_code != 200 or not isinstance(value, str):  # noqa: PLR2004 - HTTP
            what = f"cannot be read from its Key Vault (HTTP {answer.status_code})"
            raise _unready(name, what)
        return value

    return read


def _unready(name: str, what: str) -> Unready:
    return Unready(f"{name} {what}.", {name: what})
