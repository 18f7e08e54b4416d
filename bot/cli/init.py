"""`sightline init`: create a ledger with one programme."""

from pathlib import Path
from typing import Annotated

import typer

from bot.cli.context import now_or_clock, shell_actor
from bot.cli.options import Json, Now, ProfileName
from bot.cli.output import say, say_json


def init(
    profile: ProfileName,
    authority: Annotated[
        str, typer.Option("--authority", help="The council's name. By default, the profile's.")
    ] = "",
    now: Now = None,
    as_json: Json = False,
) -> None:
    """Create the ledger and its data key, and found a programme with the rules of a profile.

    A ledger that is there keeps its key and gets one programme more.
    """
    from bot.cli.profiles import whole_of
    from bot.ledger_opening import make_key, open_ledger
    from bot.settings import Settings
    from store.ledger.database import require_c_collation
    from store.ledger.founding import found_programme, name_of_programme, version_of
    from store.ledger.key_check import needed_key
    from store.ledger.randomness import SystemRandomness
    from store.programme.profile import Profile

    text = whole_of(profile)
    name_of_programme(authority, Profile.parse(text))  # refused before any file is made
    settings = Settings()
    make_key(settings, SystemRandomness())
    ledger = open_ledger(settings)
    try:
        require_c_collation(ledger.engine)
        programme = found_programme(
            ledger,
            authority=authority,
            profile_name=Path(profile).stem,
            text=text,
            actor=shell_actor(),
            at=now_or_clock(now),
        )
        key = needed_key(ledger.engine)
    finally:
        ledger.engine.dispose()
    if as_json:
        founded = {"programme": programme, "profile": profile, "version": version_of(text)}
        say_json(founded | {"key": key})
        return
    say(f"Founded the programme {programme!r} with the profile {profile}.")
    if settings.data_key is None:
        say(f"The data key is {settings.key_file}. Keep a copy apart from the ledger's backups.")
    say(f"The id of the data key is {key}. Write it on the copy: each backup names the key's id.")
    say("Next, run `sightline people import FILE` and then `sightline cases import FILE`.")
