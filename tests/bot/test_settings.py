"""Settings from a container host's secrets, and refusals that say how to correct a setting."""

from pathlib import Path

import pytest
from pydantic_settings import SettingsConfigDict

from bot.settings import Settings
from store.vocabulary.errors import Unready


def test_a_secret_may_be_a_file_with_the_settings_name(tmp_path: Path) -> None:
    for name, value in (("DATABASE_URL", "postgresql://database/x"), ("MicrosoftAppPassword", "s")):
        (tmp_path / name).write_text(f"{value}\n")

    class Hosted(Settings):
        model_config = SettingsConfigDict(secrets_dir=str(tmp_path))

    settings = Hosted()
    assert settings.database_url == "postgresql://database/x"
    assert settings.app_password is not None
    assert settings.app_password.get_secret_value() == "s"


@pytest.mark.parametrize("wrong", ["9464", "host:", ":9464", "host:0", "host:70000", "host:x"])
def test_an_address_for_metrics_that_is_none_is_refused(wrong: str) -> None:
    with pytest.raises(Unready, match=r"127\.0\.0\.1:9464"):
        _ = Settings(metrics=wrong).metrics_at


def test_metrics_may_be_answered_at_an_address_of_version_six() -> None:
    assert Settings(metrics="[::1]:9464").metrics_at == ("::1", 9464)
