"""Reads a secret from an Azure Key Vault, as the machine's own identity."""

from typing import Final

from requests import RequestException, Session

from bot.identity.credentials import TimedSession, by_managed_identity
from bot.identity.secret_reading import SecretReader, unready

_API: Final = "7.4"
_LONGEST: Final = 64 * 1024


def in_vault(
    name: str, address: str, resource: str, identity: str, http: Session | None
) -> SecretReader:
    """Reads the secret at `address` for the setting `name`; a test replaces `http`."""
    http = http or TimedSession()
    sign_in = by_managed_identity(client_id=identity, resource=resource, http=http)

    def read() -> str:
        try:
            token = sign_in().get("access_token")
            if not isinstance(token, str):
                raise unready(name, "is in a Key Vault, and SIGHTLINE_IDENTITY cannot sign in")
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
            raise unready(name, what) from None
        value = found.get("value") if isinstance(found, dict) else None
        if answer.status_code != 200 or not isinstance(value, str):  # noqa: PLR2004 - HTTP
            what = f"cannot be read from its Key Vault (HTTP {answer.status_code})"
            raise unready(name, what)
        return value

    return read
