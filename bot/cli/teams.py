"""`sightline teams`: what an administrator of Teams needs."""

from pathlib import Path
from typing import Annotated

import typer

from bot.cli.options import Json, Programme
from bot.cli.output import say, say_json

app = typer.Typer(no_args_is_help=True, help="What an administrator of Teams needs.")


@app.command("package")
def package(
    out: Annotated[Path, typer.Argument(metavar="OUT.zip", dir_okay=False)],
    website: Annotated[
        str, typer.Option("--website", help="Your own help page about the audit programme.")
    ],
    version: Annotated[
        str, typer.Option("--version", help="Raise it at each upload, or nothing updates.")
    ] = "1.0.0",
    authority: Annotated[
        str, typer.Option("--authority", help="Whose it is; if not said, the ledger says.")
    ] = "",
    programme: Programme = None,
    as_json: Json = False,
) -> None:
    """Write the app package to upload in the Teams admin centre."""
    from bot.cli.context import reading
    from bot.settings import Settings
    from bot.teams.app_package import NoPackage, manifest
    from bot.teams.app_package import package as zipped
    from store.tables import Programme as Row
    from store.vocabulary.errors import Invalid, Unready

    if not authority:
        with reading(programme, None) as reader:
            authority = reader.get(Row, reader.programme).authority
    try:
        described = manifest(
            app_id=Settings().app_id, website=website, version=version, authority=authority
        )
    except NoPackage as wrong:
        raise Invalid(f"The package cannot be made: {wrong}.", wrong.fields) from None
    try:
        out.write_bytes(zipped(described))
    except OSError as error:
        raise Unready(f"The package cannot be written to {out}: {error.strerror}.") from error
    if as_json:
        say_json({"file": str(out), "id": described["id"], "version": version})
    else:
        say(f"{out}: version {version} for {authority}. Upload it in the Teams admin centre.")
