"""The page for QA leads: what it tells them to write is a profile with nothing wrong."""

import re
import tomllib
from pathlib import Path

from store.checker.checker import check
from store.checker.showing import is_default
from store.programme.joining import path_of
from store.programme.profile import Profile
from store.programme.shipped import shipped, whole

PAGE = Path("docs/profiles.md").read_text("utf-8")
START, OWN = re.findall(r"^```toml\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)


def test_the_file_that_one_starts_from_has_nothing_wrong() -> None:
    assert check(START) == ()
    rules = Profile.parse(whole(START))
    assert rules.duty["return.check"].due["inadequate"].text == "2 working hours"
    assert not is_default(rules, "moderation.share")
    assert is_default(rules, "moderation.always")


def test_a_duty_of_ones_own_may_be_added_as_it_is_written_there() -> None:
    assert check(START + OWN) == ()
    duties = list(Profile.parse(whole(START + OWN)).duty)
    assert duties.index("duty.family_call") == duties.index("return.check") + 1


def test_what_is_taken_out_is_gone() -> None:
    lines = re.findall(r"`(without = \[[^`]*\])`", PAGE)
    assert len(lines) == 2
    for line in lines:
        rules = tomllib.loads(whole(f'extends = "tower-hamlets"\n{line}\n'))
        for said in tomllib.loads(line)["without"]:
            assert path_of(tomllib.loads(shipped("tower-hamlets")), said)
            assert path_of(rules, said) is None
