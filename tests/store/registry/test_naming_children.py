"""No text about a case names its child: every field of text of every act hands it back."""

import json
from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Any

import pytest

from store.audits.children import case_of_text, cases_of_text
from store.registry import ACTS, perform
from store.registry.naming import NOT_THIS_CHILD, text_fields
from store.tables import Audit, Case, Row
from store.vocabulary.errors import Invalid, NamesChild
from store.vocabulary.places_in_words import places_in
from tests.store.council import OFFICER, SHELL, Council
from tests.store.whole_cast import MEMBERS
from tests.store.whole_council import Whole, everything_at_once
from tests.store.whole_fields import FIELDS
from tests.store.whole_labels import ONLY_WHERE
from tests.store.whole_setting import NOW

ABOUT_NO_CASE = {"person.told", "timetable.record", "kloe.convene", "kloe.held"}
"""Acts whose text is about a person, a year, or a cycle before its draw: no case is theirs yet."""

WITH_TEXT = sorted(
    verb for verb, act in ACTS.items() if not act.is_consequence and text_fields(act.fields)
)


class Undo(Exception):
    """Rolls back what was tried."""


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Whole]:
    """The ledger with everything in every state. No try changes it."""
    council = Council.empty(f"sqlite:///{tmp_path_factory.mktemp('named') / 'ledger.db'}")
    yield everything_at_once(council)
    council.close()


def _open_subject(whole: Whole, verb: str, *, of_a_case: bool) -> tuple[Row, str] | None:
    """A subject on which the act is open, about some case or none, and somebody who may do it."""
    act = ACTS[verb]
    for label, subject_id in whole.subjects[act.on].items():
        with whole.council.read(NOW) as reader:
            subject = reader.get(act.on, subject_id)
            state = getattr(subject, "state", "any")
            if not ({"any", state} & set(act.source)):
                continue
            if label not in ONLY_WHERE.get(verb.replace("lock.change", "lock.confirm"), {label}):
                continue
            given = FIELDS[verb](whole.council, subject) if verb in FIELDS else {}
            case = case_of_text(reader, subject, given) or cases_of_text(reader, subject)
            if bool(case) is not of_a_case:
                continue
        doers = sorted(upn for who in act.by for upn in MEMBERS[who.name](label, subject))
        for upn in doers or ([SHELL] if act.shell else []):
            if upn is not None:
                return subject, upn
    return None


def _put(given: dict[str, Any], path: tuple[str, ...], text: str) -> tuple[dict[str, Any], str]:
    """The fields with `text` at `path`, and where it then stands."""
    fields: dict[str, Any] = json.loads(json.dumps(given, default=str))
    here: Any = fields
    names: list[str] = []
    for place, step in enumerate(path):
        last = place == len(path) - 1
        if step != "*":
            key: Any = step
        elif isinstance(here, list):
            here[:] = here or [{}]
            key = 0
        else:
            key = next(iter(here), "k1")
        names.append(str(key))
        if last:
            if isinstance(here, list):
                here[0] = text
            else:
                here[key] = text
        elif isinstance(here, list):
            here = here[0]
        else:
            inner: Any = [] if path[place + 1] == "*" and step in {"actions", "themes"} else {}
            here = here.setdefault(key, inner)
    return fields, ".".join(names)


def _names(whole: Whole, subject: Row, given: Mapping[str, Any]) -> str:
    """The whole name of the child of the case, or of one of the cases, that the text is about.

    Text about no case may name no child of the ledger at all.
    """
    with whole.council.read(NOW) as reader:
        case = case_of_text(reader, subject, given)
        one = case or next(iter([*cases_of_text(reader, subject), *reader.rows(Case)]))
        known = json.loads(reader.unseal(reader.get(Case, one.id).identity) or "{}")
    return " ".join(known["name"].split()[:2])


@pytest.mark.parametrize("verb", WITH_TEXT)
def test_every_text_of_an_act_goes_back_where_it_names_the_child(whole: Whole, verb: str) -> None:
    found = _open_subject(whole, verb, of_a_case=verb not in ABOUT_NO_CASE)
    assert found is not None, f"{verb}: no subject about a case"
    subject, upn = found
    given = FIELDS[verb](whole.council, subject) if verb in FIELDS else {}
    name = _names(whole, subject, given)
    for path in text_fields(ACTS[verb].fields):
        if path == ("audit",):
            continue  # a reference, kept private
        said = f"The review was late because {name} did not come."
        fields, where = _put(given, path, said)
        with suppress(Undo), whole.council.unit(by=upn, at=NOW) as unit:
            head = unit.head()
            with pytest.raises(NamesChild) as refused:
                perform(unit, verb, subject.id, fields)
            assert where in refused.value.fields, (verb, where)
            assert refused.value.positions[where] == [[28, 35], [36, 41]]
            assert places_in(refused.value.fields[where]) == [(28, 35), (36, 41)]
            told = f"{refused.value.message} {refused.value.fields} {refused.value.positions}"
            assert not any(part in told for part in name.split())
            assert unit.head() == head
            assert not unit.session.new
            raise Undo


def test_the_acts_about_no_case_are_those_and_no_others(whole: Whole) -> None:
    assert {
        verb for verb in WITH_TEXT if _open_subject(whole, verb, of_a_case=True) is None
    } == ABOUT_NO_CASE


def test_words_about_somebody_else_pass_when_their_writer_says_so_and_it_is_recorded(
    council: Council,
) -> None:
    audit = council.audits()[0]
    said = {"category": "other", "reason": "My neighbour is called Zebedee too."}
    with pytest.raises(NamesChild):
        council.do("exemption.request", audit.id, said, by=audit.auditor or "")
    assert "exemption.request" not in council.verbs()
    done = council.do(
        "exemption.request", audit.id, said | {NOT_THIS_CHILD: "true"}, by=audit.auditor or ""
    )
    (fact,) = [row for row in council.table("fact") if row["seq"] == done.seq]
    assert json.loads(fact["fields"])[NOT_THIS_CHILD] is True
    assert "Zebedee" not in str(fact)
    assert council.problems() == []


def test_an_answer_that_is_neither_true_nor_false_is_refused(council: Council) -> None:
    audit = council.audits()[0]
    said = {"category": "other", "reason": "Leave", NOT_THIS_CHILD: "perhaps"}
    with pytest.raises(Invalid) as refused:
        council.do("exemption.request", audit.id, said, by=audit.auditor or "")
    assert refused.value.fields == {NOT_THIS_CHILD: "is not true or false"}


def test_an_act_without_text_takes_no_such_answer(council: Council) -> None:
    audit = council.audits()[0]
    with pytest.raises(Invalid) as refused:
        council.do("allocation.accept", audit.id, {NOT_THIS_CHILD: True}, by=audit.auditor or "")
    assert NOT_THIS_CHILD in refused.value.fields


def test_a_swap_speaks_of_the_case_that_goes_out(council: Council) -> None:
    audit = council.audits()[0]
    council.exempt(audit)
    said = {"moderator": audit.moderator, "reason": "Zebedee moved"}
    with pytest.raises(NamesChild):
        council.do("list.swap", audit.id, said, by=OFFICER)


def test_a_childs_text_is_known_by_its_case_alone(council: Council) -> None:
    """Another child's name is nothing that the ledger knows of this case."""
    with council.read() as reader:
        audit = reader.get(Audit, council.audits()[0].id)
        case = case_of_text(reader, audit, {})
    assert case is not None
    assert case.id == audit.case_ref


@pytest.mark.parametrize(
    "said",
    ["Zebedee was told.", "Officer rang.", "The plan of 3 February 2014 is old.", "All is well."],
)
def test_text_about_no_case_goes_back_for_a_whole_name_or_a_birth_date_alone(
    council: Council, said: str
) -> None:
    """One name alone tells nobody there: it may be anybody's."""
    given = {"entries": [{"service": "Care", "month": "2027-10"}], "agreed_on": "2026-12-01"}
    born = "2014" in said
    with suppress(NamesChild):
        council.do("timetable.record", council.programme, given | {"minutes": said}, by=OFFICER)
    assert ("timetable.record" in council.verbs()) is not born
    with pytest.raises(NamesChild):
        council.do(
            "timetable.record",
            council.programme,
            given | {"minutes": f"{said} Zebedee Quill too."},
            by=OFFICER,
        )
