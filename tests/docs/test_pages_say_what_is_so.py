"""The pages for operators and information governance say what the code and infra/ say."""

import re
from pathlib import Path

import pytest
import typer

from bot.cli import app
from bot.graph.permissions import markdown_table
from bot.settings import Settings

DOCS, INFRA = Path("docs"), Path("infra")
OPERATING = (DOCS / "operating.md").read_text("utf-8")
PAGES = sorted(DOCS.glob("*.md"))


def _between(page: str, name: str) -> list[list[str]]:
    """The rows of the table between two marks, cell by cell, without its head."""
    block = page.partition(f"<!-- {name}:begin -->\n")[2].partition(f"<!-- {name}:end -->")[0]
    rows = [[cell.strip() for cell in line.split("|")[1:-1]] for line in block.splitlines()]
    return rows[2:]


def test_every_alert_has_its_meaning_and_every_meaning_its_alert() -> None:
    azure = (INFRA / "azure" / "alerts.bicep").read_text("utf-8")
    own = (INFRA / "on_premises" / "alerts.yaml").read_text("utf-8")
    fire = set(re.findall(r"name: '(Sightline\w+)'", azure)) | set(re.findall(r"alert: (\w+)", own))
    explained = [row[0] for row in _between(OPERATING, "alerts")]
    assert sorted(fire) == sorted(explained)
    for name, where in (("SightlineSlow", own), ("SightlineDatabaseFull", azure)):
        assert name in where


def test_alerts_ask_for_metrics_and_events_that_there_are() -> None:
    source = "".join(file.read_text("utf-8") for file in sorted(Path("bot").rglob("*.py")))
    own = (INFRA / "on_premises" / "alerts.yaml").read_text("utf-8")
    for metric in sorted(set(re.findall(r"\bsightline_\w+", own))):
        assert f'"{re.sub("_(bucket|count|total)$", "", metric)}"' in source, metric
    azure = (INFRA / "azure" / "alerts.bicep").read_text("utf-8")
    events = re.findall(r"event (?:==|in) \(?([^|']+?)\)?(?= and|')", azure)
    assert len(events) > 5
    for event in re.findall(r'"([\w.]+)"', " ".join(events)):
        assert f'"{event}"' in source, event


def test_the_page_of_permissions_is_the_table_in_the_code() -> None:
    page = (DOCS / "permissions.md").read_text("utf-8")
    block = page.partition("<!-- permissions:begin -->\n")[2]
    assert block.partition("\n<!-- permissions:end -->")[0] == markdown_table(), (
        "put what `sightline graph permissions --page` prints between the marks"
    )


COMMAND = re.compile(r"(?:`|^ +|task |\| )sightline ([a-z][^`|;&>\n]*)", re.MULTILINE)


def test_every_command_of_the_pages_can_be_typed() -> None:
    typed = [line for page in PAGES for line in COMMAND.findall(page.read_text("utf-8"))]
    assert len(typed) > 15
    root = typer.main.get_command(app)
    for line in typed:
        words, command = line.split(), root
        while isinstance(command, typer.core.TyperGroup) and words:
            named = command.commands.get(words.pop(0))
            assert named is not None, line
            command = named
        known = {name for one in command.params for name in one.opts}
        assert {word.split("=")[0] for word in words if word.startswith("--")} <= known, line


def test_every_setting_of_the_pages_is_one_and_each_that_a_tenant_needs_is_explained() -> None:
    known = {
        str(alias)
        for field in Settings.model_fields.values()
        for alias in (getattr(field.validation_alias, "choices", None) or [field.validation_alias])
    }
    named = set(
        re.findall(
            r"\b(?:(?:SIGHTLINE|AZURE)_[A-Z_]+|MicrosoftApp[A-Z]\w+|DATABASE_URL)\b", OPERATING
        )
    )
    assert named - known <= {"SIGHTLINE_VERSION", "SIGHTLINE_HOST"}, "the compose file's own"
    trial = {
        "SIGHTLINE_OPENID_METADATA", "SIGHTLINE_SERVICE_URL", "SIGHTLINE_TENANT_METADATA",
    }  # fmt: skip
    loopback = {name for name in known if "LOOPBACK" in name}
    assert {name for name in known if name[0].isupper()} - named <= trial | loopback


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_of_a_page_leads_somewhere(page: Path) -> None:
    for link in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text("utf-8")):
        assert (page.parent / link).exists(), link
