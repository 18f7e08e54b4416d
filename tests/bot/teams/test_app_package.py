"""The app package: valid against Microsoft's schema, complete, and the same each time."""

import io
import json
import struct
import zipfile
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator  # type: ignore[import-untyped]  # none upstream

from bot.dialogs.faces import said
from bot.teams.app_package import COMMANDS, NoPackage, manifest, package
from store.tables import Person
from tests.store.council import Council, build

SCHEMA = json.loads((Path(__file__).parent / "MicrosoftTeams-1.29.schema.json").read_text("utf-8"))
GOOD = {
    "app_id": "33333333-aaaa-4bbb-8ccc-000000000003",
    "website": "https://riverside.example/audits",
    "version": "1.0.0",
    "authority": "London Borough of Riverside and the Upper Marshes",
}


def test_the_manifest_is_valid_against_the_newest_schema() -> None:
    errors = list(Draft7Validator(SCHEMA).iter_errors(manifest(**GOOD)))
    assert [error.message for error in errors] == []


def test_the_schema_would_tell_of_a_fault() -> None:
    spoilt = manifest(**GOOD) | {"accentColor": "blue"}
    assert list(Draft7Validator(SCHEMA).iter_errors(spoilt))


def test_the_zip_holds_manifest_and_icons_of_the_right_size_and_is_the_same_each_time() -> None:
    zipped = package(manifest(**GOOD))
    assert zipped == package(manifest(**GOOD))
    with zipfile.ZipFile(io.BytesIO(zipped)) as archive:
        assert archive.namelist() == ["manifest.json", "color.png", "outline.png"]
        assert json.loads(archive.read("manifest.json")) == manifest(**GOOD)
        assert [_size(archive.read(name)) for name in ("color.png", "outline.png")] == [192, 32]


def _size(png: bytes) -> int:
    width, height = struct.unpack(">II", png[16:24])
    assert width == height
    return int(width)


@pytest.mark.parametrize(
    ("field", "given", "named"),
    [
        ("app_id", "", "MicrosoftAppId"),
        ("app_id", "33333333", "MicrosoftAppId"),
        ("website", "http://riverside.example", "website"),
        ("website", "riverside", "website"),
        ("version", "1.0", "version"),
        ("version", "one", "version"),
    ],
)
def test_what_is_missing_is_named(field: str, given: str, named: str) -> None:
    wrong: dict[str, Any] = GOOD | {field: given}
    with pytest.raises(NoPackage) as refused:
        manifest(**wrong)
    assert list(refused.value.fields) == [named]


@pytest.mark.parametrize(
    ("website", "address", "origin"),
    [
        ("https://riverside.example/audits", "", "https://riverside.example"),
        ("https://riverside.example/audits", "https://tab.example", "https://tab.example"),
        ("https://riverside.example/audits", "https://Tab.Example/", "https://tab.example"),
        ("https://riverside.example/audits", "https://tab.example:443", "https://tab.example"),
        ("https://riverside.example/a", "https://tab.example:8443", "https://tab.example:8443"),
    ],
)
def test_the_board_is_a_tab_at_the_bots_own_address(
    website: str, address: str, origin: str
) -> None:
    described = manifest(**GOOD | {"website": website, "address": address})
    (personal,), (channel,) = described["staticTabs"], described["configurableTabs"]
    assert (personal["contentUrl"], personal["scopes"]) == (f"{origin}/board", ["personal"])
    assert channel["configurationUrl"] == f"{origin}/board/configure"
    assert channel["scopes"] == ["team"]
    host = origin.removeprefix("https://")
    assert described["webApplicationInfo"] == {
        "id": GOOD["app_id"],
        "resource": f"api://{host}/{GOOD['app_id']}",
    }
    assert described["validDomains"] == [host]
    assert list(Draft7Validator(SCHEMA).iter_errors(described)) == []


@pytest.mark.parametrize(
    "address",
    [
        "http://tab.example", "tab.example", "https://", "https://tab.example/board",
        "https://tab.example?x=1", "https://tab.example#x", "https://me@tab.example",
        "https://tab.example:port", "https://t\u0430b.example", "https://tab example", "https://*.example",
        "https://tab.example:99999", "https://[::1",
    ],
)  # fmt: skip
def test_an_address_that_is_no_https_origin_is_refused(address: str) -> None:
    with pytest.raises(NoPackage) as refused:
        manifest(**GOOD | {"address": address})
    assert list(refused.value.fields) == ["address"]


@pytest.mark.parametrize("command", [title for title, _ in COMMANDS if title != "help"])
def test_every_command_of_the_menu_is_one_that_is_answered(tmp_path: Path, command: str) -> None:
    council = Council.empty(f"sqlite:///{tmp_path / 'ledger.db'}")
    build(council)
    with council.read() as reader:
        person = reader.rows(Person)[0]
        assert said(reader, person, command) != said(reader, person, "help")
    council.close()
