"""`sightline ledger dispose` first shows what it would delete, and the ledger stays whole."""

from tests.bot.cli.conftest import Shell

LATER = ("--now", "2030-01-02T10:00")
CHILDREN = ("ledger", "dispose", "--retention", "child", "--before", "2029-12-01")


def test_identities_of_closed_cases_are_deleted_only_after_they_were_counted(
    council: Shell,
) -> None:
    shown = council.done(*CHILDREN, *LATER)
    many = str(shown["texts"])
    assert shown["texts"] > 0
    assert shown["kept"] > 0, "the texts of open cases are kept"
    assert shown["disposed"] is False
    assert f"--texts {many}" in council(*CHILDREN, *LATER).stdout
    again = council.refused(*CHILDREN, "--texts", f"{many}0", *LATER)
    assert again["fields"] == {"texts": f"is {many} now"}
    assert council.done(*CHILDREN, "--texts", many, *LATER)["disposed"] is True
    assert council.done(*CHILDREN, *LATER)["texts"] == 0
    assert "No text of the class child" in council(*CHILDREN, *LATER).stdout
    assert council.done("ledger", "verify")["ok"] is True


def test_an_unknown_class_is_refused_with_the_known_ones(council: Shell) -> None:
    refused = council.refused("ledger", "dispose", "--retention", "all", "--before", "2029-12-01")
    assert refused["fields"] == {"retention": "is not known"}
    assert "audit, child, staff" in refused["message"]
