"""An SSD extract: who has a plan is a case, and everybody involved is known with their days."""

import io
import zipfile
from datetime import date
from pathlib import Path

import pytest

from store.programme.child_level_data import ChildLevelData
from store.sheets.child_level.children import Child
from store.sheets.given import Given, read_folder, read_given
from store.sheets.problems import BadSheet
from tests.store.sheets.child_level.making_ssd import TABLES, zipped

RULES = ChildLevelData()


def read(**more: str) -> Given:
    return read_given("ssd.zip", zipped({**TABLES, **more}), RULES)


def children(**more: str) -> dict[str, Child]:
    found = read(**more).extract
    assert found is not None
    return {child.case_ref: child for child in found.children}


def problems(content: bytes) -> list[str]:
    with pytest.raises(BadSheet) as refused:
        read_given("ssd.zip", content, RULES)
    return [problem.sentence for problem in refused.value.problems]


def test_a_zip_and_a_folder_of_the_tables_are_one_extract(tmp_path: Path) -> None:
    for name, text in TABLES.items():
        (tmp_path / f"{name}.csv").write_text(text, "utf-8-sig")
    (tmp_path / "notes.txt").write_text("nothing")
    from_folder, from_zip = read_folder(tmp_path, RULES), read()
    assert (from_folder.kind, from_zip.kind) == ("ssd", "ssd")
    assert from_folder.extract is not None
    assert from_zip.extract is not None
    assert list(from_folder.extract.children) == list(from_zip.extract.children)


def test_only_who_has_an_episode_or_a_plan_is_a_case() -> None:
    assert set(children()) == {"P-1", "P-2"}


def test_the_plan_that_comes_first_decides_and_the_codes_become_flags() -> None:
    child = children()["P-1"]
    assert (child.plan, child.closed_on) == ("CP", None)
    assert child.flags == ("abuse_or_neglect", "neglect", "repeat_plan")
    assert (child.date_of_birth, child.ethnicity) == (date(2014, 2, 19), "CHNE")


def test_whoever_holds_the_case_now_is_its_worker_and_its_posts_come_from_the_roles() -> None:
    child = children()["P-1"]
    assert (child.worker, child.team) == ("Petra Wills", "Unit 1")
    assert (child.iro, child.cp_chair) == ("", "Cass Chair")
    assert ("Ann Lee", date(2026, 1, 5), date(2026, 6, 30)) in [
        (one.name, one.since, one.until) for one in child.involved
    ]


@pytest.mark.parametrize("sex", ["pers_sex", "pers_gender"])
def test_both_releases_names_are_known_and_null_is_nothing(sex: str) -> None:
    persons = f"pers_person_id,{sex},pers_ethnicity,pers_dob\n"
    persons += "P-1,F,NULL,NULL\nP-2,M,WBRI,03/04/2015\n"
    found = children(ssd_person=persons)
    assert (found["P-1"].date_of_birth, found["P-1"].ethnicity) == (None, "")
    assert found["P-2"].date_of_birth == date(2015, 4, 3)


def test_a_professional_who_is_not_in_the_extract_is_named_by_line() -> None:
    cut = "prof_professional_id,prof_professional_name\n1,Petra Wills\n3,Cass Chair\n"
    said = problems(zipped({**TABLES, "ssd_professionals": cut}))
    assert said[0].startswith("Ssd_involvements, line 3, worker: the professional is not in")


@pytest.mark.parametrize("table", ["ssd_person", "ssd_professionals", "ssd_involvements"])
def test_a_table_without_which_nothing_can_be_proved_is_asked_for(table: str) -> None:
    said = problems(zipped({name: text for name, text in TABLES.items() if name != table}))
    assert said == [
        f"{table.capitalize()}: the table is missing: the extract cannot be read without it."
    ]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("../ssd_person.csv", "its name leads out of the ZIP"),
        ("/etc/ssd_person.csv", "its name leads out of the ZIP"),
        ("a\\ssd_person.csv", "its name leads out of the ZIP"),
        ("more.zip", "it is an archive within the ZIP"),
        ("a/b/c/d/ssd_missing.csv", "it lies too deep in folders"),
        ("old/ssd_person.csv", "the same table is there twice"),
        ("dbo.SSD_PERSON_20261130.csv", "the same table is there twice"),
    ],
)
def test_a_zip_that_is_not_what_it_seems_is_refused_naming_the_file(name: str, said: str) -> None:
    out = io.BytesIO(zipped(TABLES))
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr(zipfile.ZipInfo(name), "x\n")
    (sentence,) = problems(out.getvalue())
    assert said in sentence
    assert sentence.startswith("The file ")


def test_a_zip_bomb_is_refused_before_it_is_unpacked() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("ssd_person.csv", b"0" * (64 * 1024 * 1024))
    assert "unpacked it is far too large" in problems(out.getvalue())[0]


def test_a_damaged_zip_is_refused() -> None:
    assert problems(b"PK\x03\x04 not really") == [
        "The file: it cannot be read as a ZIP: make it again."
    ]
