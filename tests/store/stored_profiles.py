"""Profiles as they were stored before they had a key: what they lack is as it was."""

import re

from tests.store.council import Council, profile_text


def adopt_without(council: Council, *keys: str) -> None:
    """The council goes over to its profile without these keys, such as `copies.moderated`."""
    text = profile_text()
    for named in keys:
        table, _, key = named.rpartition(".")
        before, start, rest = text.partition(f"\n[{table}]\n")
        body, end, after = rest.partition("\n[")
        kept, n = re.subn(rf"^{key}(?:\.\w+)? = .*\n?", "", body, flags=re.MULTILINE)
        assert start, named
        assert n, named
        text = f"{before}{start}{kept}{end}{after}"
    council.do("profile.adopt", council.programme, {"name": "stored", "text": text})
