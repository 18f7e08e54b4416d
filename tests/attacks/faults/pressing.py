"""What they press (trust.md §4): another's audit, a forged value, steps skipped, old roles."""

from tests.attacks.planting import Fault

INBOUND = "tests/bot/teams/test_inbound_turns.py::"
TURNS = "bot/teams/inbound.py"
PERFORMING, PERMISSION = "store/registry/performing.py", "store/registry/permission.py"

PRESSED = "tests/store/registry/test_registry_matrix.py"
ONCE = "tests/store/registry/test_once.py::"
EXEMPTED = "tests/store/acts/audit_month/test_exemption.py::"

WHAT_THEY_PRESS = (
    Fault(
        "pressing: another audit's id, a forwarded card, a forged button", PERMISSION,
        "tests/story/test_the_story.py"
        "::test_another_persons_card_cannot_be_pressed_by_forging_its_data",
        {"    return any(reader.actor.upn in set(who.upns(reader, row)) for who in declared.by)":
         "    return True"},
    ),
    Fault(
        "pressing: an old card after its duty is over", PERFORMING,
        ONCE + "test_an_old_card_whose_duty_is_closed_is_answered_with_how_it_stands",
        {"    _refuse_old_card(unit, verb, row, version)\n": ""},
    ),
    Fault(
        "pressing: a card of what has not happened", PERFORMING,
        ONCE + "test_a_card_that_speaks_of_what_has_not_happened_is_refused",
        {"if version > row.version:": "if False:"},
    ),
    Fault(
        "pressing: steps skipped", PERFORMING,
        EXEMPTED + "test_2_7_nothing_is_decided_twice",
        {"    if why := not_open(unit, verb, row):\n        raise Stale(why)\n": ""},
    ),
    Fault(
        "pressing: the same press again", PERFORMING,
        ONCE + "test_a_press_that_teams_sends_again_is_done_once_and_answered_alike",
        {"is not None and (done := _done_before(unit, key, verb, row.id)) is not None":
         "is not None and (done := None) is not None"},
    ),
    Fault(
        "pressing: a forged grade", "store/rules/return_.py",
        "tests/store/acts/audit_month/test_return.py"
        "::test_2_8_every_field_of_the_return_is_checked_again_by_the_ledger",
        set_to={"_grades": lambda *_args: {}, "_overall": lambda *_args: {}},
    ),
    Fault(
        "pressing: hidden fields", "bot/dialogs/parts/form_fields.py",
        "tests/attacks/test_attacks_in_a_chat.py"
        "::test_a_form_with_a_field_that_stands_for_a_whole_page_is_refused_with_reasons",
        {'        if key not in ENVELOPE and value not in (None, "", [])': "        if key",
         "if not isinstance(branch, dict):": "if False:"},
    ),
    Fault(
        "pressing: who audits moderates too, under another spelling",
        "store/allocation/independence.py",
        "tests/store/allocation/test_independence.py",
        {"NOT_AUDITOR: fold(candidate.upn) != fold(auditor)": "NOT_AUDITOR: True"},
    ),
    Fault(
        "pressing: one person under two names", "store/sheets/people.py",
        "tests/store/sheets/test_people_sheet.py::test_two_people_cannot_have_one_object_id",
        {"if earlier != row.line:": "if False:"},
    ),
    Fault(
        "pressing: a Head of Service by the name that Teams shows", TURNS,
        INBOUND + "test_a_name_shown_in_teams_is_nowhere_in_the_turn",
        {'teams_id=_id(person, "id")': 'teams_id=str(person.get("name"))'},
    ),
    Fault(
        "pressing: who it is, said by the card", TURNS,
        INBOUND + "test_a_card_that_says_who_is_pressing_is_not_believed",
        {'_guid(person.get("aadObjectId"))':
         '_guid(str((activity.get("value") or {}).get("action", {}).get("data", {})'
         '.get("aadObjectId", person.get("aadObjectId"))))'},
    ),
    Fault(
        "pressing: one's own exemption", "store/relations/audit_month.py",
        EXEMPTED + "test_2_7_who_stands_in_for_an_absent_head_does_not_decide_their_own",
        {"exempting_authority(reader, asked.asked_by), {asked.asked_by})":
         "exempting_authority(reader, asked.asked_by))"},
    ),
    Fault(
        "pressing: a role that changed since the card was drawn", "store/people/passing_up.py",
        EXEMPTED + "test_2_7_after_the_absence_the_delegate_decides_nothing_any_more",
        {"if is_absent(person, reader.today) and person.delegate is not None":
         "if person.delegate is not None"},
    ),
    Fault(
        "pressing: independence is looked at again", "store/allocation/independence.py",
        "tests/store/acts/audit_list/test_allocation.py"
        "::test_2_3_independence_is_checked_again_at_accept_for_people_move",
        {"OTHER_TEAM: team_of(candidate) != team_of(row)": "OTHER_TEAM: True"},
    ),
)  # fmt: skip
