"""Parses and scans the deployment files: Bicep, Dockerfile, compose file and alerts.

It deploys nothing. It runs in an environment of its own (`make check`), because checkov needs older
packages than Sightline.
"""

import subprocess
import sys
from pathlib import Path
from typing import Any

import promql_parser
import yaml
from lark.exceptions import LarkError
from pycep import BicepParser

HERE = Path(__file__).parent
TOOLS = Path(sys.executable).parent
COMPOSE = HERE / "on_premises" / "compose.yaml"
ALERTS = HERE / "on_premises" / "alerts.yaml"


def main() -> int:
    """Print what is wrong; gives the exit status, 0 where nothing is."""
    wrong = [*_bicep(), *_alerts(), *_compose()]
    for problem in wrong:
        print(problem)
    schema = _run("check-jsonschema", "--builtin-schema", "vendor.compose-spec", COMPOSE)
    scanned = _run("checkov", "--directory", HERE, "--config-file", HERE / ".checkov.yaml")
    if wrong or schema or scanned:
        return 1
    print("infra/ parses and passes every check. It was not deployed.")
    return 0


def _run(tool: str, *given: object) -> int:
    """Run one tool and print its output if it fails."""
    command = [str(TOOLS / tool), *map(str, given)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        print(done.stdout, done.stderr, sep="\n")
    return done.returncode


def _bicep() -> list[str]:
    """Bicep files that do not parse, which checkov ignores, and modules with wrong parameters."""
    wrong, read = [], {}
    for file in sorted(HERE.glob("azure/*.bicep")):
        try:
            read[file.name] = BicepParser().parse(text=file.read_text("utf-8"))
        except LarkError as error:
            wrong.append(f"{file}: {str(error).splitlines()[0]}")
    for name, parsed in read.items():
        for module in parsed.get("modules", {}).values():
            path = module["detail"]["path"]
            given = set(module["config"]["params"])
            declared = read.get(path, {}).get("parameters", {})
            wanted = {one for one, how in declared.items() if how["default"] is None}
            if not wanted <= given <= set(declared):
                odd = ", ".join(sorted((wanted - given) | (given - set(declared))))
                wrong.append(f"{HERE / 'azure' / name}: wrong parameters for {path}: {odd}")
    return wrong


def _alerts() -> list[str]:
    """Alerts whose expression does not parse."""
    wrong = []
    for group in _read(ALERTS)["groups"]:
        for rule in group["rules"]:
            try:
                promql_parser.parse(rule["expr"])
            except ValueError as error:
                wrong.append(f"{ALERTS}: {rule['alert']}: {error}")
    return wrong


def _compose() -> list[str]:
    """Services with more privileges than they need, or with a port open to other machines."""
    wrong = []
    for name, service in _read(COMPOSE)["services"].items():
        if "no-new-privileges:true" not in service.get("security_opt", ()):
            wrong.append(f"{COMPOSE}: {name} may gain privileges")
        if name not in ("database", "proxy") and service.get("cap_drop") != ["ALL"]:
            wrong.append(f"{COMPOSE}: {name} keeps capabilities")
        opened = [port for port in service.get("ports", ()) if not port.startswith("127.0.0.1:")]
        if opened and name != "proxy":
            wrong.append(f"{COMPOSE}: {name} opens {', '.join(opened)} to other machines")
    return wrong


def _read(file: Path) -> Any:
    return yaml.safe_load(file.read_text("utf-8"))


if __name__ == "__main__":
    sys.exit(main())
