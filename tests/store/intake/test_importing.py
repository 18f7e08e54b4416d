"""A sheet is imported whole or not at all, and the fact itself says what changed."""

import pytest

from store.intake.importing import CASES, PEOPLE, check_table, import_table, kind_of
from store.sheets.problems import BadSheet
from store.sheets.reading import read_table
from store.sheets.table import Table
from store.tables import Person
from store.views.programme.upload import Loaded
from store.vocabulary.errors import NotAllowed, NotFound
from tests.store.council import ISSUED, OFFICER, Council

HEAD = "case_ref,child_name,date_of_birth,service,team,practitioner_upn,team_manager_upn\n"


def table(text: str) -> Table:
    return read_table("file.csv", text.encode())


def take(council: Council, kind: str, text: str, by: str = OFFICER) -> Loaded:
    with council.unit(by=by, at=ISSUED) as unit:
        return import_table(unit, kind, f"{kind}.csv", table(text))


def test_a_sheet_is_known_by_its_heading() -> None:
    assert kind_of(table("upn,name\na@b.cc,A\n")) == PEOPLE
    assert kind_of(table("Case Ref,team\nFD-1,MASH\n")) == CASES
    for neither in ("a,b\n1,2\n", "upn,case_ref\n1,2\n"):
        with pytest.raises(BadSheet):
            kind_of(table(neither))


def test_people_are_added_and_changed_and_the_same_again_changes_nothing(council: Council) -> None:
    head = "upn,name,entra_object_id,roles,service,team\n"
    line = "a.new@x.example,{name},22222222-aaaa-4bbb-8ccc-000000000001,auditor,Care,Care One\n"
    first = take(council, PEOPLE, head + line.format(name="A New"))
    assert (first.rows, first.added, first.changed, first.unchanged) == (1, 1, 0, 0)
    again = take(council, PEOPLE, head + line.format(name="A New"))
    assert (again.added, again.changed, again.unchanged) == (0, 0, 1)
    renamed = take(council, PEOPLE, head + line.format(name="A Newer"))
    assert dict(renamed.changes) == {"a.new@x.example": ("name",)}
    assert renamed.what == (("name", 1),)
    assert "max_audits" in renamed.absent_columns


def test_a_mail_address_is_kept_until_a_file_says_another(council: Council) -> None:
    head = "upn,name,entra_object_id,roles"
    line = "a.new@x.example,A New,22222222-aaaa-4bbb-8ccc-000000000001,auditor"
    for text, kept in (
        (f"{head}\n{line}\n", None),
        (f"{head},email\n{line},A.New@Mail.x.example\n", "a.new@mail.x.example"),
        (f"{head}\n{line}\n", "a.new@mail.x.example"),
        (f"{head},email\n{line},\n", None),
    ):
        take(council, PEOPLE, text)
        with council.read() as reader:
            assert reader.get(Person, "a.new@x.example").email == kept
    for wrong in ("a@x.example b@x.example", "a@x.example;b@x.example", "a\u00e9@x.example"):
        with pytest.raises(BadSheet) as bad:
            take(council, PEOPLE, f"{head},email\n{line},{wrong}\n")
        assert "is not a mail address" in bad.value.message
    assert council.problems() == []


def test_a_wrong_line_leaves_no_trace(council: Council) -> None:
    before = council.everything()
    text = HEAD + "FD-900,Zebedee Quill,2014-02-03,Frontdoor,Nowhere,no@x.example,tm@x.example\n"
    with pytest.raises(BadSheet) as bad:
        take(council, CASES, text)
    assert "Zebedee" not in bad.value.message
    assert council.everything() == before


def test_only_the_audit_team_imports(council: Council) -> None:
    head = "upn,name,entra_object_id,roles\n"
    line = "a.new@x.example,A New,22222222-aaaa-4bbb-8ccc-000000000001,auditor\n"
    with pytest.raises(NotAllowed):
        take(council, PEOPLE, head + line, by="tm.mash")
    assert take(council, PEOPLE, head + line, by="audit.manager").added == 1


def test_nothing_but_people_and_cases_is_imported(council: Council) -> None:
    with council.read() as reader, pytest.raises(NotFound):
        check_table(reader, "grades", table("a,b\n1,2\n"))
