"""What leaks (trust.md §4): in facts, logs, refusals and reports, and by guessing."""

from tests.attacks.planting import Fault

INBOUND = "tests/bot/teams/test_inbound_refusals.py::"
TURNS = "bot/teams/inbound.py"
PERFORMING = "store/registry/performing.py"

WHAT_LEAKS = (
    Fault(
        "leaking: private text in a fact", "store/ledger/private.py",
        "tests/store/ledger/test_sealed.py::test_no_private_text_stands_in_any_table_fact_or_export",
        {"        case PrivateText():\n            return unit.seal(str(value), value.retention)\n":
         "        case PrivateText():\n            return str(value)\n"},
    ),
    Fault(
        "leaking: an error's own words in a log", "bot/teams/adapter.py",
        "tests/bot/teams/test_endpoint_troubles.py"
        "::test_a_fault_of_ours_is_answered_calmly_and_logged_by_ids_alone",
        {"error=type(error).__name__": "error=repr(error)"},
    ),
    Fault(
        "leaking: what was sent, in a refusal", TURNS,
        INBOUND + "test_no_refusal_repeats_what_was_sent",
        {'_refuse_field("verb")\n    return verb': "_refuse_field(str(verb))\n    return verb"},
    ),
    Fault(
        "leaking: small counts", "store/views/reports/suppression.py",
        "tests/store/acts/reports/test_grades.py"
        "::test_5_a_small_count_and_what_would_reveal_it_is_not_told",
        {"return 0 < count < LEAST": "return False"},
    ),
    Fault(
        "leaking: a small count from what stands beside it", "store/views/reports/disclosure.py",
        "tests/store/acts/reports/test_hidden_counts.py",
        {"if given_away := otherwise.given_away(gone):": "if given_away := []:"},
    ),
    Fault(
        "leaking: by a guessed id", PERFORMING,
        "tests/attacks/test_attacks_on_the_month.py"
        "::test_a_guessed_id_does_not_even_tell_that_there_is_a_concern",
        {"if row is None and declared.on in CONFIDED:": "if False:"},
    ),
    Fault(
        "leaking: a form by a guessed reference", "bot/dialogs/forms.py",
        "tests/attacks/test_attacks_in_a_chat.py"
        "::test_a_guessed_reference_tells_a_stranger_nothing_of_where_an_audit_stands",
        {"    if not any(upn in set(who.upns(reader, row)) for who in act.by):\n"
         "        raise theirs_alone(act)\n": ""},
    ),
    Fault(
        "leaking: a case that is none of theirs, by typing its reference",
        "store/views/nudges/spoken_of.py",
        "tests/bot/dialogs/nudges/test_said_in_own_words.py"
        "::test_no_meaning_shows_a_case_that_somebody_has_no_part_in",
        {"    if scope.only is not None or not scope.has_service("
         "reader.get(Cycle, row.cycle).service):\n        return False\n": ""},
    ),
    Fault(
        "leaking: a file sent by somebody else is opened", "bot/dialogs/files.py",
        "tests/story/test_the_officers_month.py"
        "::test_somebody_else_sends_a_file_and_it_is_not_opened",
        {"    if not await access.read(lambda reader: is_of_the_team(reader, actor.upn)):\n"
         "        return Words(NOT_THEIRS)\n": ""},
    ),
    Fault(
        "leaking: an export that no fact tells of", "bot/cli/report_register.py",
        "tests/bot/cli", {'done = perform(unit, "register.issue", unit.programme, given)':
         "done = None"},
    ),
)  # fmt: skip
