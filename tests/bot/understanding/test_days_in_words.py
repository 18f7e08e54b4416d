"""Days in words are read as a British office means them, or asked about."""

import tomllib
from datetime import date
from pathlib import Path

import pytest

from bot.understanding.days import DaysRead, days_in

TODAY = date(2026, 12, 1)
PHRASES = tomllib.loads(Path(__file__).with_name("phrases.toml").read_text("utf-8"))
ALL = [phrase for part in PHRASES.values() for phrase in part]


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


@pytest.mark.parametrize("phrase", ALL, ids=lambda phrase: phrase[0])
def test_a_phrase_is_read_as_it_is_meant_or_asked_about(phrase: list[str]) -> None:
    read = days_in(phrase[0], TODAY)
    if phrase[1] == "ask":
        assert read.asks
    else:
        assert read == DaysRead(_day(phrase[1]), _day(phrase[2]))
