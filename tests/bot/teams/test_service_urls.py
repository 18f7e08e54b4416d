"""Which addresses Sightline calls, and which ids it accepts."""

import pytest

from bot.teams.addresses import ForeignServiceUrl, ServiceUrls, is_teams_id

OURS = [
    "https://smba.trafficmanager.net/teams/",
    "https://smba.trafficmanager.net/uk/11111111-aaaa-4bbb-8ccc-000000000001/",
    "https://SMBA.trafficmanager.net/emea",
    "https://smba.trafficmanager.net:443/teams",
    "https://smba.infra.gcc.teams.microsoft.com/teams",
    "https://smba.infra.gov.teams.microsoft.us/teams",
    "https://smba.infra.dod.teams.microsoft.us/teams",
]
NOT_OURS = [
    "",
    "smba.trafficmanager.net",
    "http://smba.trafficmanager.net/teams/",
    "https://evil.example/teams/",
    "https://smba.trafficmanager.net.evil.example/teams/",
    "https://another-customer.trafficmanager.net/teams/",
    "https://evil.smba.trafficmanager.net/teams/",
    "https://smba.trafficmanager.net./teams/",
    "https://smba.trafficmanager.net@evil.example/teams/",
    "https://user:pass@smba.trafficmanager.net/teams/",
    "https://evil.example/https://smba.trafficmanager.net/teams/",
    "https://evil.example#smba.trafficmanager.net/teams/",
    "https://evil.example\\@smba.trafficmanager.net/teams/",
    "https://smba.trafficmanager.net:8443/teams/",
    "https://smba.trafficmanager.net/teams/?to=evil",
    "https://smba.trafficmanager.net/teams/#x",
    "https://smba.trafficmanager.net/../teams",
    "https://smba.trafficmanager.net/%2e%2e/teams",
    "https://smba.trafficmanager.net//teams",
    "https://smba.trafficmanager.net/teams\n",
    " https://smba.trafficmanager.net/teams",
    "https://smba.trafficmanager.nеt/teams/",  # noqa: RUF001 - a Cyrillic letter, on purpose
    "https://teams.microsoft.com/teams",
    "https://20.50.60.70/teams/",
    "http://127.0.0.1:9999/",
    "https://smba.trafficmanager.net/" + "a" * 600,
]


@pytest.mark.parametrize("url", OURS)
def test_each_of_teams_own_addresses_may_be_called(url: str) -> None:
    assert ServiceUrls().base(url) == url.removesuffix("/")


@pytest.mark.parametrize("url", NOT_OURS)
def test_no_look_alike_of_an_address_may_be_called(url: str) -> None:
    with pytest.raises(ForeignServiceUrl):
        ServiceUrls().base(url)
    with pytest.raises(ForeignServiceUrl):
        ServiceUrls(loopback="http://127.0.0.1:4000").base(url)


def test_the_demonstrations_own_connector_may_be_called_and_no_other_port() -> None:
    urls = ServiceUrls(loopback="http://127.0.0.1:4000/")
    assert urls.base("http://127.0.0.1:4000") == "http://127.0.0.1:4000"
    with pytest.raises(ForeignServiceUrl):
        urls.base("http://127.0.0.1:4001")
    with pytest.raises(ForeignServiceUrl):
        urls.base("http://127.0.0.1:4000@evil.example")


@pytest.mark.parametrize(
    "url",
    ["http://evil.example:80", "https://127.0.0.1:4000", "http://127.0.0.1", "http://10.0.0.1:80"],
)
def test_only_an_address_of_this_machine_can_be_the_local_connector(url: str) -> None:
    with pytest.raises(ValueError, match="loopback"):
        ServiceUrls(loopback=url)


@pytest.mark.parametrize("value", ["a:1qhN", "29:1-x_Y", "19:a@thread.tacv2;messageid=1", "f:1/2"])
def test_ids_as_teams_gives_them_are_taken(value: str) -> None:
    assert is_teams_id(value)


@pytest.mark.parametrize("value", ["", ".", "..", "a b", "a\n", "é", "a" * 513, None, 7, ["a"]])
def test_what_could_bend_a_path_or_a_log_line_is_no_id(value: object) -> None:
    assert not is_teams_id(value)
