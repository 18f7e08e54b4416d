"""Who is calling (trust.md §4): every way to pretend to be Teams or one of its people."""

import re

from tests.attacks.planting import Fault

CALLING = "tests/bot/teams/test_who_is_calling.py::"
COMES_IN = "tests/bot/test_who_comes_in.py::"
TOKENS = "bot/teams/bot_framework_tokens.py"
KEYS = "bot/teams/signing_keys.py"
TURNS = "bot/teams/inbound.py"
ADDRESSES = "bot/teams/addresses.py"
WRONG_TOKEN = CALLING + "test_a_token_of_another_maker_for_another_bot_or_another_time_is_refused"
INBOUND = "tests/bot/teams/test_inbound_refusals.py::"
NO_CALLER = INBOUND + "test_a_caller_who_is_not_plainly_one_of_ours_gets_no_turn"
URLS = "tests/bot/teams/test_service_urls.py::"
LOOK_ALIKE = URLS + "test_no_look_alike_of_an_address_may_be_called"
UNSIGNED = {'"require": [': '"verify_signature": False, "require": ['}
ANY_ALGORITHM = {'header.get("alg") != "RS256" or ': ""}

WHO_IS_CALLING = (
    Fault(
        "calling: no token", "bot/teams/adapter.py",
        CALLING + "test_the_endpoint_hears_teams_and_refuses_the_rest_before_anything_is_done",
        {"await self._sign_in.check(": "(lambda *_: None)("},
    ),
    Fault(
        "calling: a garbled token", TOKENS,
        CALLING + "test_without_a_token_or_with_a_garbled_one_nobody_is_heard",
        {'scheme.lower() != "bearer" or not token or len(token) > LONGEST or not token.isascii()':
         "False", "(jwt.PyJWTError, NoKeys, ValueError, TypeError)": "NoKeys"},
    ),
    Fault(
        "calling: a token that nobody signed", TOKENS,
        CALLING + "test_a_token_that_nobody_signed_is_refused", ANY_ALGORITHM | UNSIGNED,
    ),
    Fault(
        "calling: the public key as a shared secret", TOKENS,
        CALLING + "test_the_public_key_used_as_a_shared_secret_is_refused",
        ANY_ALGORITHM | UNSIGNED,
    ),
    Fault(
        "calling: signed by another key", TOKENS,
        CALLING + "test_a_signature_by_another_key_under_a_known_id_is_refused", UNSIGNED,
    ),
    Fault(
        "calling: a key named in the header", TOKENS,
        CALLING + "test_a_key_named_in_the_header_is_not_even_looked_at",
        {" or set(header) - _HEADER": ""},
    ),
    Fault("calling: another issuer, an emulator's too", TOKENS, WRONG_TOKEN, {
        "issuer=self._issuer,": "", '"require": [': '"verify_iss": False, "require": [',
    }),
    Fault("calling: another audience", TOKENS, WRONG_TOKEN, {
        "audience=self._app_id,": "", '"require": [': '"verify_aud": False, "require": [',
    }),
    Fault("calling: several audiences", TOKENS, WRONG_TOKEN, {
        '"strict_aud": True,': "",
    }),
    Fault("calling: expired", TOKENS, WRONG_TOKEN, {
        " < ends + SKEW": "",
    }),
    Fault("calling: not yet valid", TOKENS, WRONG_TOKEN, {
        "begins - SKEW <= now": "now",
    }),
    Fault("calling: valid for ever", TOKENS, WRONG_TOKEN, {
        '["exp", "nbf", "iss", "aud"]': "[]", 'claims["nbf"], claims["exp"]':
        'claims.get("nbf", 0), claims.get("exp", 9e9)',
    }),
    Fault(
        "calling: an unknown key id", KEYS,
        CALLING + "test_a_key_that_is_published_no_longer_is_refused_within_a_day",
        {"self._age() > FRESH or ": ""},
    ),
    Fault(
        "calling: a flood of unknown key ids", KEYS,
        CALLING + "test_a_flood_of_unknown_key_ids_is_one_fetch",
        {"or self._clock() - self._tried >= FETCH_PAUSE": "or True"},
    ),
    Fault(
        "calling: keys that could be read no longer", KEYS,
        CALLING + "test_known_keys_outlast_an_outage_but_not_for_ever",
        {"if self._age() > STALE:": "if False:"},
    ),
    Fault(
        "calling: a key that may not sign for Teams", TOKENS,
        CALLING + "test_a_key_that_may_not_sign_for_teams_is_refused",
        {" or CHANNEL not in endorsed": ""},
    ),
    Fault(
        "calling: an empty or another channel, where it is signed in", TOKENS,
        CALLING + "test_another_channel_than_teams_is_refused",
        {'activity.get("channelId") != CHANNEL or ': ""},
    ),
    Fault("calling: an empty or another channel, where it is read", TURNS, NO_CALLER, {
        'if activity.get("channelId") != "msteams":': "if False:",
    }),
    Fault("calling: another tenant", TURNS, NO_CALLER, {
        "if tenants != {tenant_id.lower()}:": "if False:",
    }),
    Fault("calling: nobody in particular", TURNS, NO_CALLER, {
        "if entra_object_id is None:": "if False:",
    }),
    Fault("calling: a channel or a group chat", TURNS, NO_CALLER, {
        'if conversation.get("conversationType") != "personal":': "if False:",
    }),
    Fault(
        "calling: a guest", "bot/dialogs/admission.py",
        COMES_IN + "test_a_guest_of_the_tenant_is_turned_away_though_the_directory_lists_them",
        {"if seen.guest:": "if False:"},
    ),
    Fault(
        "calling: a guest while Teams does not say who it is", "bot/dialogs/admission.py",
        COMES_IN
        + "test_teams_is_asked_once_who_somebody_is_and_until_it_says_so_nothing_is_done",
        {"return Words(CANNOT_TELL)": "return Met(found.person, first=False)"},
    ),
    Fault(
        "calling: a leaver", "store/people/posts.py",
        COMES_IN + "test_whoever_has_left_is_refused_at_once",
        {"if not has_left(person, today)), None)": "), None)"},
    ),
    Fault(
        "calling: no serviceUrl", TOKENS,
        CALLING + "test_an_activity_that_says_another_address_than_was_signed_is_refused",
        {"if not isinstance(signed_for, str) or not isinstance(said, str):": "if said is None:",
         "            raise NotSignedIn(403, ELSEWHERE)\n        if signed_for":
         "            return\n        if signed_for"},
    ),
    Fault(
        "calling: another serviceUrl than was signed", TOKENS,
        CALLING + "test_an_activity_that_says_another_address_than_was_signed_is_refused",
        {'if signed_for.removesuffix("/") != said.removesuffix("/"):': "if False:"},
    ),
    Fault("calling: a serviceUrl elsewhere", TURNS, NO_CALLER, {
        "service_urls.base(service_url)": "service_url.strip()",
    }),
    Fault("calling: a look-alike host by its end", ADDRESSES, LOOK_ALIKE, set_to={
        "_TEAMS": re.compile(r"https://[a-z.@]*(?:smba\.trafficmanager\.net)[\w./-]*"),
    }),
    Fault("calling: a look-alike host by its beginning", ADDRESSES, LOOK_ALIKE, set_to={
        "_TEAMS": re.compile(r"https://smba\.trafficmanager\.net.*"),
    }),
    Fault("calling: a neighbour under the same suffix", ADDRESSES, LOOK_ALIKE, set_to={
        "_TEAMS": re.compile(r"https://[a-z-]+\.trafficmanager\.net(?:/[\w-]+)*/?"),
    }),
    Fault(
        "calling: a redirect takes our token along", "bot/teams/courier.py",
        "tests/bot/teams/test_courier_outcomes.py::test_a_redirect_is_never_followed",
        {"allow_redirects=False": "allow_redirects=True"},
    ),
    Fault(
        "calling: no token for an address that is not Teams'", "bot/teams/courier.py",
        "tests/bot/teams/test_courier.py",
        {"base = self.service_urls.base(service_url)": "base = service_url.rstrip('/')"},
    ),
)  # fmt: skip
