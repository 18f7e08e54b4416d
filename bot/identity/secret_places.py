"""Where a secret is kept: in its setting, in a file, or in an Azure Key Vault.

The setting holds the secret itself, or `file:` and a path, or the address of a Key Vault secret
(`https://NAME.vault.azure.net/secrets/SECRET`), which the machine's own identity reads.
"""

import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

from bot.identity.secret_reading import SecretReader, unready

if TYPE_CHECKING:
    from requests import Session

FILE: Final = "file:"
_VAULT: Final = re.compile(
    r"https://[A-Za-z0-9-]{3,24}\.(?P<cloud>vault\.azure\.net|vault\.usgovcloudapi\.net)"
    r"/secrets/[A-Za-z0-9-]{1,127}(?:/[0-9a-f]{32})?"
)


def secret_reader(
    name: str, said: str, *, identity: str = "", http: "Session | None" = None
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
        raise unready(
            name, "is not a Key Vault secret: write https://NAME.vault.azure.net/secrets/SECRET"
        )
    if not identity:
        raise unready("SIGHTLINE_IDENTITY", f"is not set, and {name} is in a Key Vault")
    # Slow to load, and a command of the shell needs it only here.
    from bot.identity.key_vault import in_vault  # noqa: PLC0415

    return in_vault(name, said, f"https://{place['cloud']}", identity, http)


def _in_file(name: str, path: Path) -> SecretReader:
    def read() -> str:
        try:
            text = path.read_text("utf-8").strip()
        except (OSError, ValueError) as error:
            raise unready(name, "names a file that cannot be read") from error
        if not text:
            raise unready(name, "names an empty file")
        return text

    return read
