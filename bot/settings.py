"""Settings from the environment or a `.env` file."""

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from pydantic import AliasChoices, Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from store.vocabulary.errors import Unready

LAST_PORT = 65535


class Settings(BaseSettings):
    """What an operator sets. Every Bot Framework bot has the names that begin with `Microsoft`."""

    model_config = SettingsConfigDict(
        env_file=".env",
        # Container hosts put each secret here, in a file with the setting's name.
        secrets_dir="/run/secrets" if Path("/run/secrets").is_dir() else None,
        extra="ignore",
        populate_by_name=True,
    )

    database_url: str = Field(
        default="sqlite:///var/sightline.db",
        validation_alias=AliasChoices("DATABASE_URL", "database_url"),
    )
    data_key: SecretStr | None = Field(
        default=None, validation_alias=AliasChoices("SIGHTLINE_DATA_KEY", "data_key")
    )
    app_id: str = Field(default="", validation_alias="MicrosoftAppId")
    app_password: SecretStr | None = Field(default=None, validation_alias="MicrosoftAppPassword")
    app_type: str = Field(default="SingleTenant", validation_alias="MicrosoftAppType")
    tenant_id: str = Field(default="", validation_alias="MicrosoftAppTenantId")

    cloud: str = Field(
        default="public",
        validation_alias=AliasChoices("SIGHTLINE_CLOUD", "cloud"),
        description="The Microsoft cloud of the tenant: public, gcc, gcc-high or dod.",
    )
    certificate: str | None = Field(
        default=None,
        validation_alias=AliasChoices("SIGHTLINE_CERTIFICATE", "certificate"),
        description="Instead of a password: a PEM file with private key and certificate, or the "
        "address of a Key Vault secret that holds them.",
    )
    identity: str = Field(
        default="",
        validation_alias=AliasChoices("SIGHTLINE_IDENTITY", "identity"),
        description="The client id of the machine's managed identity. It reads the Key Vault and, "
        "if MicrosoftAppType is Federated, vouches for the bot.",
    )
    federated_token: Path | None = Field(
        default=None,
        validation_alias=AliasChoices(
            "SIGHTLINE_FEDERATED_TOKEN_FILE", "AZURE_FEDERATED_TOKEN_FILE", "federated_token"
        ),
        description="The file in which a cluster keeps the token that vouches for the bot, if "
        "MicrosoftAppType is Federated and there is no managed identity.",
    )
    openid_metadata: str = Field(
        default="",
        validation_alias=AliasChoices("SIGHTLINE_OPENID_METADATA", "openid_metadata"),
        description="The address of the signing keys' metadata, if it is not the cloud's own.",
    )
    tenant_metadata: str = Field(
        default="",
        validation_alias=AliasChoices("SIGHTLINE_TENANT_METADATA", "tenant_metadata"),
        description="The address of the tenant's own signing keys' metadata, if it is not the "
        "cloud's.",
    )
    service_url: str = Field(
        default="",
        validation_alias=AliasChoices("SIGHTLINE_SERVICE_URL", "service_url"),
        description="The Bot Connector for people who have not written yet, if not the cloud's.",
    )
    loopback_connector: str | None = Field(
        default=None,
        validation_alias=AliasChoices("SIGHTLINE_LOOPBACK_CONNECTOR", "loopback_connector"),
        description="A Bot Connector on this machine, to try an installation without Teams.",
    )

    address: str = Field(
        default="",
        validation_alias=AliasChoices("SIGHTLINE_ADDRESS", "address"),
        description="The https origin at which Teams reaches Sightline, such as "
        "https://sightline.council.gov.uk; the board is a tab of it, and off if it is empty.",
    )
    smtp_host: str = Field(
        default="",
        validation_alias=AliasChoices("SIGHTLINE_SMTP_HOST", "smtp_host"),
        description="The mail server for e-mails to people whom Teams does not reach; empty for "
        "none.",
    )
    smtp_port: int = Field(
        default=587, validation_alias=AliasChoices("SIGHTLINE_SMTP_PORT", "smtp_port")
    )
    smtp_from: str = Field(
        default="",
        validation_alias=AliasChoices("SIGHTLINE_SMTP_FROM", "smtp_from"),
        description="The sender's address of such an e-mail.",
    )
    smtp_user: str = Field(
        default="", validation_alias=AliasChoices("SIGHTLINE_SMTP_USER", "smtp_user")
    )
    smtp_password: SecretStr | None = Field(
        default=None, validation_alias=AliasChoices("SIGHTLINE_SMTP_PASSWORD", "smtp_password")
    )

    file_hosts: str = Field(
        default="sharepoint.com",
        validation_alias=AliasChoices("SIGHTLINE_FILE_HOSTS", "file_hosts"),
        description="The hosts that keep a chat's files, separated by commas; your own "
        "council-my.sharepoint.com is the safest.",
    )

    graph: str = Field(
        default="",
        validation_alias=AliasChoices("SIGHTLINE_GRAPH", "graph"),
        description="The optional Microsoft Graph permissions that an administrator has consented "
        "to, by their words, separated by commas; none if empty.",
    )
    templates: Path = Field(
        default=Path("templates"),
        validation_alias=AliasChoices("SIGHTLINE_TEMPLATES", "templates"),
        description="The folder with the council's own Word templates; a profile's `[papers]` "
        "names one of them.",
    )
    evidence_drive: str = Field(
        default="",
        validation_alias=AliasChoices("SIGHTLINE_EVIDENCE_DRIVE", "evidence_drive"),
        description="The drive id of the SharePoint library in which evidence is filed.",
    )
    evidence_folder: str = Field(
        default="root",
        validation_alias=AliasChoices("SIGHTLINE_EVIDENCE_FOLDER", "evidence_folder"),
        description="The item id of a folder in that library; the library itself unless set.",
    )
    loopback_graph: str | None = Field(
        default=None,
        validation_alias=AliasChoices("SIGHTLINE_LOOPBACK_GRAPH", "loopback_graph"),
        description="A Microsoft Graph on this machine, called without signing in, to try an "
        "installation without a tenant.",
    )

    metrics: str = Field(
        default="",
        validation_alias=AliasChoices("SIGHTLINE_METRICS", "metrics"),
        description="The host:port that answers /metrics; if not set, the bot answers it itself, "
        "to this machine only.",
    )
    log: str = Field(
        default="json",
        validation_alias=AliasChoices("SIGHTLINE_LOG", "log"),
        description="How log lines are written: json, or words for a person at a terminal.",
    )

    @property
    def metrics_at(self) -> tuple[str, int] | None:
        """The host and port of /metrics, or None. Raises `Unready` if it is not host:port."""
        if not self.metrics:
            return None
        host, _, port = self.metrics.rpartition(":")
        if not host or not port.isdecimal() or not 0 < int(port) <= LAST_PORT:
            raise Unready(
                "SIGHTLINE_METRICS is not host:port: write for example 127.0.0.1:9464.",
                {"SIGHTLINE_METRICS": "is not host:port"},
            )
        return host.strip("[]"), int(port)

    guests: bool = Field(
        default=False,
        validation_alias=AliasChoices("SIGHTLINE_GUESTS", "guests"),
        description="Whether guests of the tenant who are in the directory may take part.",
    )

    def __init__(self, **given: Any) -> None:
        """Read every setting. Raises `Unready` if a file that holds some cannot be read as text."""
        try:
            super().__init__(**given)
        except (OSError, UnicodeDecodeError) as error:
            raise Unready(
                "A file of settings, .env or one in /run/secrets, cannot be read as text "
                f"({type(error).__name__}). Put back what it held: the data key may be there."
            ) from error

    @property
    def host(self) -> str:
        """The host, and port if any, of `address`; "" unless it is an https origin."""
        parts = urlsplit(self.address)
        return parts.netloc.lower().removesuffix(":443") if parts.scheme == "https" else ""

    @property
    def sqlite_file(self) -> Path | None:
        """The ledger's file, or None on PostgreSQL."""
        try:
            url = make_url(self.database_url)
        except ArgumentError as error:
            raise Unready(
                "DATABASE_URL is not a database address: write sqlite:///path or postgresql://…"
            ) from error
        on_disk = url.get_backend_name() == "sqlite" and url.database not in (None, ":memory:")
        return Path(url.database or "") if on_disk else None

    @property
    def key_file(self) -> Path | None:
        """The file beside a SQLite ledger that holds its data key."""
        return None if self.sqlite_file is None else self.sqlite_file.with_suffix(".key")
