"""What they write (trust.md §4): in names and words, in files, in the very bytes of an activity."""

import re

from tests.attacks.planting import Fault

INBOUND = "tests/bot/teams/test_inbound_turns.py::"
URLS = "tests/bot/teams/test_service_urls.py::"
READING = "tests/bot/teams/test_activity_reading.py::"
TURNS = "bot/teams/inbound.py"
ADDRESSES = "bot/teams/addresses.py"
ACTIVITY = "bot/teams/reading.py"

WROTE = "tests/bot/cards/test_cards_keep_the_rules.py::"
CELLS, SHEETS = "store/sheets/cells.py", "tests/store/sheets/test_people_sheet.py::"
WORKBOOK = "store/sheets/archives.py"
FILES = "tests/store/sheets/test_reading_sheets.py::"

WHAT_THEY_WRITE = (
    Fault(
        "writing: Markdown, mentions and links", "bot/cards/parts/text.py",
        WROTE + "test_nothing_that_somebody_typed_becomes_a_link_a_mention_or_markdown",
        {'line = _SIGNS.sub(r"\\\\\\g<0>", " ".join(words.split()))':
         'line = " ".join(words.split())'},
    ),
    Fault(
        "writing: templates that a client works out", "bot/cards/parts/text.py",
        "tests/attacks/test_attacks_in_a_chat.py"
        "::test_words_that_clients_work_out_as_a_date_are_shown_as_they_were_typed",
        set_to={"_SIGNS": re.compile(r"[\\*_`\[\]<]")},
    ),
    Fault(
        "writing: a formula in a file that comes in", CELLS,
        SHEETS + "test_a_cell_that_a_spreadsheet_would_run_is_refused",
        set_to={"FORMULA_SIGNS": "\0"},
    ),
    Fault(
        "writing: full-width formulas", CELLS,
        SHEETS + "test_a_cell_that_a_spreadsheet_would_run_is_refused",
        {'if unicodedata.normalize("NFKC", single)[:1] in': "if single[:1] in"},
    ),
    Fault(
        "writing: a formula in a file that goes out", "store/papers/register_xlsx.py",
        "tests/store/papers/test_register_workbook.py"
        "::test_what_looks_like_a_formula_is_written_as_text_for_good",
        {'"quoted" if is_risky(value) else "text"': '"text"'},
    ),
    Fault(
        "writing: ids that would break a log line", ADDRESSES,
        URLS + "test_what_could_bend_a_path_or_a_log_line_is_no_id",
        set_to={"_ID": re.compile(r"(?s).+")},
    ),
    Fault(
        "writing: a huge body", ACTIVITY,
        READING + "test_a_body_over_256_kb_is_refused_whether_it_says_so_or_not",
        {"if len(body) > LARGEST_BODY:": "if False:"},
    ),
    Fault(
        "writing: a body nested deeply", ACTIVITY,
        READING + "test_forty_nine_levels_pass_and_fifty_do_not",
        {"    _check_depth_and_text(activity)\n": ""},
    ),
    Fault(
        "writing: NaN", ACTIVITY, READING + "test_malformed_or_ambiguous_json_is_refused",
        {"parse_constant=_no_constant,": "", "parse_float=_finite,": ""},
    ),
    Fault(
        "writing: a key twice", ACTIVITY, READING + "test_malformed_or_ambiguous_json_is_refused",
        {"            object_pairs_hook=_once_each,\n": ""},
    ),
    Fault(
        "writing: text that no ledger can keep", ACTIVITY,
        READING + "test_text_that_no_ledger_could_keep_is_refused",
        {"if isinstance(value, str) and (": "if False and ("},
    ),
    Fault(
        "writing: a packed body", ACTIVITY,
        READING + "test_a_packed_body_is_refused_unopened",
        {' or request.headers.get("Content-Encoding")': ""},
    ),
    Fault(
        "writing: a zip bomb", WORKBOOK,
        FILES + "test_a_zip_bomb_is_refused_before_it_is_unpacked",
        {"if len(parts) > MAX_PARTS or unpacked > MAX_UNPACKED or any(map(_swells, parts)):":
         "if False:"},
    ),
    Fault(
        "writing: an entity bomb", WORKBOOK, FILES + "test_an_entity_bomb_is_refused",
        {"                _no_document_type(stream)": "                pass"},
    ),
    Fault(
        "writing: macros", WORKBOOK, FILES + "test_a_workbook_with_macros_is_refused",
        {'if name.endswith(("vbaproject.bin", "macrosheets/")):': "if False:"},
    ),
    Fault(
        "writing: a path that leads elsewhere", "bot/teams/courier.py",
        "tests/bot/teams/test_courier.py::test_no_id_bends_the_path",
        {"if not all(is_teams_id(step) for step in path):": "if False:"},
    ),
    Fault(
        "writing: a file somewhere else than Teams keeps files", "bot/teams/files.py",
        "tests/bot/teams/test_files.py::test_nobody_elses_address_is_followed",
        {'if url.scheme != "https" or port != 443 or not known:': "if False:"},
    ),
    Fault(
        "writing: a link that is none, or hides where it leads", "store/rules/return_.py",
        "tests/attacks/test_attacks_in_a_chat.py"
        "::test_a_link_has_no_sign_that_hides_where_it_leads",
        set_to={"LINK": re.compile(r"(?s).*")},
    ),
    Fault(
        "writing: javascript: in a link", "store/rules/return_.py",
        "tests/store/acts/audit_month/test_return.py", set_to={"LINK": re.compile(r"(?s).*")},
    ),
    Fault(
        "writing: signs that nobody can see", "store/ledger/private.py",
        "tests/attacks/test_attacks_in_a_chat.py::test_signs_that_nobody_can_see_are_no_reason",
        set_to={"INVISIBLE": frozenset()},
    ),
    Fault(
        "writing: text that makes a pattern think long", TURNS,
        INBOUND + "test_no_typed_text_makes_sightline_think_long",
        {"_typed(text[:LONGEST_TEXT])": "_typed(text)"},
    ),
)  # fmt: skip
