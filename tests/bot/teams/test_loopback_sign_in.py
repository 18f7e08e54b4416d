"""The demonstration accepts calls from this machine only."""

import pytest

from bot.teams.sign_in import LoopbackSignIn, NotSignedIn


@pytest.mark.parametrize("remote", ["127.0.0.1", "127.8.9.10", "::1", "::ffff:127.0.0.1"])
async def test_this_machine_may_speak_without_a_token(remote: str) -> None:
    assert await LoopbackSignIn().check(None, {}, remote) is None  # type: ignore[func-returns-value]  # returning at all is the point


@pytest.mark.parametrize(
    "remote",
    [None, "", "localhost", "10.0.0.4", "192.168.1.9", "8.8.8.8", "::ffff:10.0.0.4", "fe80::1"],
)
async def test_nobody_else_may_speak_whatever_token_they_bring(remote: str | None) -> None:
    with pytest.raises(NotSignedIn) as refused:
        await LoopbackSignIn().check("Bearer anything", {}, remote)
    assert refused.value.status == 403
