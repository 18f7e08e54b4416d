"""Sample views of the form of a return, beside those that the other cards share."""

from datetime import date

from store.views.audit_month.return_form import GradeChoice, ReturnForm
from tests.bot.cards import samples as s

OWNERS = (
    ("practitioner", s.SAM.with_role),
    ("team_manager", s.NINA.with_role),
    ("head_of_service", s.PRIYA.with_role),
    ("auditor", f"{s.LEAH.name}, who audited this"),
)
RETURN_FORM = ReturnForm(
    audit=s.AUDIT,
    grades=(
        GradeChoice("Outstanding", "Meets good consistently in all points, and more. " * 3),
        GradeChoice("Good", "Consistently meets the criteria for good. " * 4),
        GradeChoice("RI", "Requires Improvement to be Good. " * 5, below_good=True),
        GradeChoice("Inadequate", "Below good, with serious failures. " * 5, below_good=True),
    ),
    domains=tuple((f"c{n}", f"Domain number {n}") for n in range(1, 7)),
    domain_grades=("Outstanding", "Good", "RI", "Inadequate"),
    services=("Youth Justice Service", "Edge of Care", "Positive Change", "Exploitation Service"),
    action_slots=3,
    owners=OWNERS,
    today=date(2026, 12, 14),
)
