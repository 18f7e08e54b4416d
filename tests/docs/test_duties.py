"""docs/duties.md says of every duty in every council what the profiles say of it."""

from tests.docs.duties_table import PAGE, tables, written


def test_the_page_has_each_duty_and_ladder_as_the_profiles_have_it() -> None:
    page = PAGE.read_text("utf-8")
    assert page == written(page), "Run .venv/bin/python -m tests.docs.duties_table"
    assert page.count(":begin -->") == len(tables())
