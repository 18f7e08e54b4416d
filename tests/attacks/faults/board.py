"""The board (trust.md §4): who signs in, what a page tells, what another site can do with it."""

from tests.attacks.planting import Fault

SIGNS_IN = "tests/bot/board/test_who_signs_in.py::"
SERVED = "tests/bot/board/test_how_it_is_served.py::"
SEES = "tests/bot/board/test_what_each_may_see.py::"
ACTS = "tests/bot/board/test_acting.py::"
SEVERAL = "tests/bot/board/test_several.py::"
SEARCH = "tests/bot/board/test_search.py::"
CHARTS = "tests/bot/board/test_charts.py::"
FORMS = "tests/bot/board/test_forms.py::"
BACK = "tests/bot/board/test_looking_back.py::"
TOKENS, DOORS = "bot/board/entra_tokens.py", "bot/board/doors.py"
WRONG_CLAIM = SIGNS_IN + "test_a_token_with_one_wrong_claim_signs_nobody_in"
SESSION = SIGNS_IN + "test_a_session_ends_after_an_hour_and_cannot_be_made_up"
FRAMED = SERVED + "test_teams_alone_may_frame_it_and_nobody_keeps_it"
OTHER_SITE = ACTS + "test_another_site_cannot_have_anything_done"

THE_BOARD = (
    Fault("board: another issuer, the bot's own too", TOKENS, WRONG_CLAIM, {
        'or claims["iss"] != issuer\n': "\n",
    }),
    Fault("board: another tenant", TOKENS, WRONG_CLAIM, {
        'or claims["tid"] != self._app.tenant_id\n': "\n",
    }),
    Fault("board: another audience", TOKENS, WRONG_CLAIM, {
        'or claims["aud"] not in self._app.audiences\n': "\n",
        "audience=sorted(self._app.audiences),": "",
        '"require": list(_NEEDED),': '"require": list(_NEEDED), "verify_aud": False,',
    }),
    Fault("board: another scope", TOKENS, WRONG_CLAIM, {"or SCOPE not in scopes\n": "\n"}),
    Fault("board: expired", TOKENS, WRONG_CLAIM, {" < ends + SKEW": ""}),
    Fault("board: not yet valid", TOKENS, WRONG_CLAIM, {"begins - SKEW <= now": "now"}),
    Fault(
        "board: a guest", TOKENS,
        SIGNS_IN + "test_a_guest_of_the_tenant_is_told_kindly_that_it_is_for_staff",
        {"if not self._app.guests and _is_guest(claims, self._app):": "if False:"},
    ),
    Fault("board: a session made up", "bot/board/sessions.py", SESSION, {
        'if not hmac.compare_digest(mark, self._mark(f"{person}.{ends}")):': "if False:",
    }),
    Fault("board: a session that is over", "bot/board/sessions.py", SESSION, {
        "return person if 0 < left <= SECONDS else None": "return person",
    }),
    Fault(
        "board: who it is, said by the address", DOORS,
        SERVED + "test_saying_who_one_is_in_the_address_is_refused_in_teams",
        {"raise web.HTTPForbidden(text=NOT_AS)": "return Claimed(request.query[AS], is_upn=True)"},
    ),
    Fault(
        "board: the demonstration under another name", DOORS,
        SERVED + "test_another_site_cannot_reach_the_demonstration_under_a_name_of_its_own",
        {"and _names_loopback(request.host)": ""},
    ),
    Fault("board: a frame of another site", "bot/board/headers.py", FRAMED, {
        "f\"frame-ancestors {' '.join(frames)}\"": '"frame-ancestors *"',
    }),
    Fault("board: a page that the browser keeps", "bot/board/headers.py", FRAMED, {
        '"Cache-Control": "no-store",': "",
    }),
    Fault(
        "board: many acts sent across sites", "bot/board/acting.py",
        SEVERAL + "test_rows_of_others_are_named_to_nobody_and_no_other_site_ticks_any",
        {'if site != "same-origin" or not known:': "if False:"},
    ),
    Fault(
        "board: another's rows among those ticked", "bot/board/acting.py",
        SEVERAL + "test_rows_of_others_are_named_to_nobody_and_no_other_site_ticks_any",
        {"known, refused = False, NOTHING_HERE": "refused = NOTHING_HERE"},
    ),
    Fault(
        "board: together what needs a look each", "bot/board/acting.py",
        SEVERAL + "test_rows_of_others_are_named_to_nobody_and_no_other_site_ticks_any",
        {"if not together(verb):": "if False:"},
    ),
    Fault(
        "board: the receipt of another's act", "bot/board/asked_for.py",
        ACTS + "test_a_receipt_is_shown_to_whoever_did_the_act_and_to_nobody_else",
        {"if not verb or not has_done(reader, upn, verb, subject):": "if not verb:"},
    ),
    Fault(
        "board: a small count by the length of a bar", "bot/board/charts.py",
        CHARTS + "test_a_row_with_a_count_that_is_not_shown_gets_no_bar_that_would_tell_it",
        {"if None not in counts": "if True"},
    ),
    Fault(
        "board: a case found by its reference", "store/views/reports/search.py",
        SEARCH + "test_a_director_finds_people_and_teams_and_no_case_by_its_reference",
        {'audit.case_ref if may_see_ref(viewer, audit) else ""': "audit.case_ref"},
    ),
    Fault(
        "board: another's audit found", "store/views/reports/search.py",
        SEARCH + "test_search_finds_exactly_the_cases_that_its_reader_may_know",
        {"seen = audits_known(reader, viewer)": "seen = list(reader.rows(Audit))"},
    ),
    Fault(
        "board: another's audit by its address", "store/views/reports/one_audit.py",
        SERVED + "test_anothers_row_and_an_unknown_one_get_the_same_answer",
        {"or not (may_see(reader, viewer, audit) and may_see_ref(viewer, audit))": ""},
    ),
    Fault(
        "board: a case shown to a Director", "store/views/parts/where_audits_stand.py",
        SEES + "test_a_director_sees_how_every_audit_stands_and_which_child_of_none",
        {'audit.case_ref if may_see_ref(viewer, audit) else ""': "audit.case_ref"},
    ),
    Fault(
        "board: a look that no fact tells of", "bot/board/app.py",
        SEES + "test_a_look_at_case_references_is_one_fact_a_person_page_and_day",
        {"if made.look:": "if False:"},
    ),
    Fault(
        "board: a first look that says it is none", "bot/board/asked_for.py",
        SEES + "test_saying_that_a_page_renews_itself_hides_no_first_look",
        {"seen = not page.shows_refs or": "seen = self.live or not page.shows_refs or"},
    ),
    Fault(
        "board: what is known since, on the page of a past day", "store/ledger/evening.py",
        BACK + "test_every_page_of_a_past_day_is_the_page_of_that_evening",
        {"table.c.at >= plain(end)": "table.c.seq < 0"},
    ),
    Fault(
        "board: a past day for who has no part any more",
        "store/views/parts/where_audits_stand.py",
        BACK + "test_whoever_has_no_part_any_more_does_not_see_it_in_the_past_either",
        {"if viewer.today is not None and not _may_see(": "if False and not _may_see("},
    ),
    Fault("board: a form of another site", "bot/board/acting.py", OTHER_SITE, {
        "or not known": "",
    }),
    Fault("board: a form sent across sites", "bot/board/acting.py", OTHER_SITE, {
        'site != "same-origin" or ': "",
    }),
    Fault(
        "board: the form of another's act", "bot/board/asked_for.py",
        FORMS + "test_a_form_of_anothers_act_and_one_that_is_over_are_refused_alike",
        {"except (NotAllowed, Stale) as refused:": "except Stale as refused:"},
    ),
    Fault(
        "board: a way back that leads elsewhere", "bot/board/asked_for.py",
        FORMS + "test_a_form_leads_back_to_ones_own_pages_alone",
        {'back in known or back.startswith("audits/")': "back"},
    ),
    Fault(
        "board: markup in what is typed", "bot/board/markup.py",
        SERVED + "test_a_choice_in_the_address_is_text_on_the_page",
        {"{escape(str(value))}": "{value}"},
    ),
    Fault(
        "board: a formula in a file that goes out", "bot/board/files.py",
        SERVED + "test_no_text_of_a_file_is_a_formula",
        {"return f\"'{text}\" if first and first in ESCAPED_SIGNS else text": "return text"},
    ),
)  # fmt: skip
