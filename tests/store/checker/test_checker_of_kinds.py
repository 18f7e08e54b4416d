"""`profile check` on kinds of audit and on what an authority sets for itself (programme.md §6)."""

import pytest

from store.checker.checker import check
from store.programme.profile import shipped

TEXT = shipped("tower-hamlets")
BROMLEY = shipped("bromley")
KIND = '\n[kind.{}]\ntitle = "x"\nsource = "default"\n{}\n'


def found(text: str, key: str) -> str:
    """The reason of the one problem at `key`, which names its line."""
    (problem,) = (one for one in check(text) if one.key == key)
    assert problem.line > 1
    return problem.reason


def changed(text: str, old: str, new: str) -> str:
    assert old in text
    return text.replace(old, new, 1)


@pytest.mark.parametrize(
    ("name", "lines", "key", "why"),
    [
        ("dip", "", "kind.dip", "is not a kind of audit"),
        ("full", "graded = false", "kind.full", "must be a graded audit of a case"),
        ("new", 'by = ["auditr"]', "kind.new.by[1]", 'did you mean "auditor"'),
        ("new", 'by = ["practitioner"]', "kind.new.by[1]", "never audits"),
        ("new", "trained = false\nmoderated = false", "kind.new.moderated", "one-to-one"),
        ("new", 'graded = false\ndomains = [{ key = "a", name = "A" }]', "kind.new.domains",
         "not graded"),
        ("new", "gradd = false", "kind.new.gradd", "graded"),
    ],
)  # fmt: skip
def test_a_kind_that_cannot_be_is_told_with_its_line(
    name: str, lines: str, key: str, why: str
) -> None:
    assert why in found(TEXT + KIND.format(name, lines), key)


def test_a_third_lock_does_not_wait_for_what_has_no_grade() -> None:
    text = changed(shipped("tameside"), 'when = "graded"\n', "")
    assert check(text) == ()
    assert "no grade" in found(text + KIND.format("new", "graded = false"), 'duty."lock.confirm"')


def test_a_cycle_of_the_whole_authority_is_confirmed_by_a_post_that_there_is() -> None:
    named = 'confirmed_by = "post:assistant_director"'
    for new, why in (
        ('confirmed_by = "head_of_service"', "Name a post"),
        ('confirmed_by = "post:nobody"', "there is no post"),
    ):
        assert why in found(changed(BROMLEY, named, new), "programme.confirmed_by")


def test_somebody_can_hold_the_exempting_post_and_the_alternate_is_another() -> None:
    named = 'authority = "post:assistant_director"'
    text = changed(BROMLEY, named, 'authority = "post:assistent_director"')
    assert "did you mean" in found(text, "exemption.authority")
    text = changed(BROMLEY, 'alternate = "post:psw"', 'alternate = "post:assistant_director"')
    assert "nobody else could decide" in found(text, "exemption.alternate")


def test_the_most_of_dip_samples_lets_one_line_have_its_least() -> None:
    assert "is less than" in found(
        changed(BROMLEY, "at_most = 100\n", "at_most = 3\n"), "dips.at_most"
    )


@pytest.mark.parametrize(
    ("quotas", "why"),
    [
        (
            '[{ role = "auditor", roles = ["auditor"], at_least = 1 }]',
            "must name either role or roles",
        ),
        ('[{ role = "auditor", at_least = 1, each = 1 }]', "must give either at_least"),
        ('[{ role = "auditor" }]', "must give either at_least"),
        ('[{ roles = ["practitioner"], at_least = 1 }]', "never audits"),
        ('[{ roles = ["auditor"], each = 2 }, { role = "auditor", at_least = 1 }]', "Add the two"),
    ],
)
def test_a_quota_is_for_roles_that_audit_and_counts_one_way(quotas: str, why: str) -> None:
    start = TEXT.index("quotas = [")
    text = TEXT[:start] + f"quotas = {quotas}" + TEXT[TEXT.index("\n", start) :]
    assert any(why in problem.reason for problem in check(text) if "quotas" in problem.key)


@pytest.mark.parametrize("share", [-1, 101])
def test_a_share_is_between_nothing_and_all(share: int) -> None:
    text = changed(TEXT, "share = 100", f"share = {share}")
    assert "equal to" in found(text, "moderation.share")
