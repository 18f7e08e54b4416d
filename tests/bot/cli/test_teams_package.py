"""`sightline teams package`: where the board's tab is, and what says so."""

import json
import zipfile

import pytest

from tests.bot.cli.conftest import Shell

APP = "33333333-aaaa-4bbb-8ccc-000000000003"
MAKE = (
    "teams", "package", "app.zip", "--authority", "Riverside", "--website",
    "https://riverside.example/audits",
)  # fmt: skip


def _made(shell: Shell) -> str:
    with zipfile.ZipFile(shell.folder / "app.zip") as archive:
        return str(json.loads(archive.read("manifest.json"))["staticTabs"][0]["contentUrl"])


@pytest.mark.parametrize(
    ("setting", "option", "board", "because"),
    [
        ("", "", "https://riverside.example/board", "neither --address nor SIGHTLINE_ADDRESS"),
        ("https://set.example", "", "https://set.example/board", "as SIGHTLINE_ADDRESS says"),
        ("", "https://opt.example", "https://opt.example/board", "as --address says"),
        ("https://set.example", "https://opt.example", "https://opt.example/board", "--address"),
    ],
)
def test_whoever_makes_the_package_reads_where_the_board_is_and_why(  # noqa: PLR0917
    shell: Shell,
    monkeypatch: pytest.MonkeyPatch,
    setting: str,
    option: str,
    board: str,
    because: str,
) -> None:
    monkeypatch.setenv("SIGHTLINE_ADDRESS", setting)
    (shell.folder / ".env").write_text(f"MicrosoftAppId={APP}\n")
    typed = (*MAKE, *(("--address", option) if option else ()))
    said = shell(*typed)
    assert said.exit_code == 0, said.output
    assert board in said.output.replace("\n", "")
    assert because in said.output.replace("\n", " ")
    assert _made(shell) == board
    assert shell.done(*typed)["address"] == board.removesuffix("/board")


def test_an_address_with_a_path_is_refused_and_no_file_is_made(shell: Shell) -> None:
    (shell.folder / ".env").write_text(f"MicrosoftAppId={APP}\n")
    said = shell.refused(*MAKE, "--address", "https://opt.example/sightline")
    assert said["error"] == "invalid"
    assert list(said["fields"]) == ["address"]
    assert not (shell.folder / "app.zip").exists()
