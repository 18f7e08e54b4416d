"""Who was exempted from one audit is not asked for the next while anybody else is free (§2.7)."""

from tests.store.council import Council


def test_2_7_who_was_exempted_is_proposed_for_no_other_audit_while_others_are_free(
    council: Council,
) -> None:
    for audit in council.audits()[:4]:
        if council.audit(audit.id).auditor not in exempted(council):
            council.exempt(audit)
        current = council.audit(audit.id)
        assert current.auditor not in exempted(council), current.id


def exempted(council: Council) -> set[str]:
    return {row["asked_by"] for row in council.table("exemption") if row["state"] == "approved"}
