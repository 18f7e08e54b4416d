"""`sightline teams …`: make the app package for Teams."""

from pathlib import Path
from typing import Annotated

import typer

from bot.cli.options import Json, Programme
from bot.cli.output import say, say_json

app = typer.Typer(no_args_is_help=True, help="Make the app package for Teams.")


@app.command("package")
def package(
    out: Annotated[
        Path, typer.Argument(metavar="OUT.zip", dir_okay=False, help="The file to write.")
    ],
    website: Annotated[
        str, typer.Option("--website", help="The address of your help page about the programme.")
    ],
    version: Annotated[
        str,
        typer.Option(
            "--version",
            help="The package's version. Raise it for each upload, or Teams ignores it.",
        ),
    ] = "1.0.0",
    address: Annotated[
        str,
        typer.Option(
            "--address",
            help="The https address at which Teams reaches Sightline, for the board's tab. By "
            "default SIGHTLINE_ADDRESS, else the host of --website.",
        ),
    ] = "",
    authority: Annotated[
        str, typer.Option("--authority", help="The council's name. By default, as in the ledger.")
    ] = "",
    programme: Programme = None,
    as_json: Json = False,
) -> None:
    """Write the app package. Upload it in the Teams admin centre."""
    from bot.cli.context import read_programme
    from bot.settings import Settings
    from bot.teams.app_package import NoPackage, manifest
    from bot.teams.app_package import package as zipped
    from store.tables import Programme as Row
    from store.vocabulary.errors import Invalid, Unready

    if not authority:
        with read_programme(programme, None) as reader:
            authority = reader.get(Row, reader.programme).authority
    settings = Settings()
    try:
        described = manifest(
            app_id=settings.app_id,
            website=website,
            version=version,
            authority=authority,
            address=address or settings.address,
        )
    except NoPackage as wrong:
        raise Invalid(f"The package cannot be made: {wrong}.", wrong.fields) from None
    try:
        out.write_bytes(zipped(described))
    except OSError as error:
        raise Unready(
            f"{out} cannot be written: {error.strerror}. Check the folder and its rights."
        ) from error
    board = described["staticTabs"][0]["contentUrl"]
    named = "as --address says" if address else "as SIGHTLINE_ADDRESS says"
    if not (address or settings.address):
        named = "the host of --website, because neither --address nor SIGHTLINE_ADDRESS is given"
    if as_json:
        shown = {"file": str(out), "id": described["id"], "version": version}
        say_json(shown | {"address": board.removesuffix("/board")})
    else:
        say(f"{out}: version {version} for {authority}. Upload it in the Teams admin centre.")
        say(f"The board's tab is at {board}, {named}.")
