"""The tables of the Standard Safeguarding Dataset that the programme reads, and their columns.

A column may have had another name in an earlier release, so each has every name that is known.
"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TableKind:
    """One table: its columns by our names. A row without `needed` columns cannot be used."""

    name: str
    columns: Mapping[str, tuple[str, ...]]
    needed: tuple[str, ...]


def _table(table: str, prefix: str, needed: tuple[str, ...], **columns: str) -> TableKind:
    """A table whose columns begin with `prefix`; several names of one are parted by `|`."""
    return TableKind(
        table,
        {ours: tuple(prefix + one for one in said.split("|")) for ours, said in columns.items()},
        needed,
    )


# Plans come first, because only who has one is a case.
TABLES = (
    _table("ssd_department", "dept_", ("id", "name"), id="team_id", name="team_name"),
    _table(
        "ssd_professionals", "prof_", ("id", "name"),
        id="professional_id", staff="staff_id", name="professional_name",
    ),
    _table(
        "ssd_cin_episodes", "cine_", ("ref", "start"),
        ref="person_id", start="referral_date", end="close_date", need="cin_primary_need_code",
        worker="referral_worker_id", team="referral_team",
    ),
    _table(
        "ssd_cin_assessments", "cina_", ("ref", "start"),
        ref="person_id", start="assessment_start_date", end="assessment_auth_date",
        worker="assessment_worker_id", team="assessment_team",
    ),
    _table(
        "ssd_cp_plans", "cppl_", ("ref", "start"),
        ref="person_id", start="cp_plan_start_date", end="cp_plan_end_date",
        abuse="cp_plan_latest_category|cp_plan_initial_category",
    ),
    _table(
        "ssd_cla_episodes", "clae_", ("ref", "start"),
        ref="person_id", start="cla_episode_start_date|cla_episode_start",
        end="cla_episode_ceased_date|cla_episode_ceased",
        need="cla_primary_need_code|cla_primary_need",
    ),
    _table(
        "ssd_care_leavers", "clea_", ("ref",),
        ref="person_id", worker="care_leaver_worker_id|care_leaver_worker_name",
        team="care_leaver_allocated_team|care_leaver_allocated_team_name",
    ),
    _table(
        "ssd_s47_enquiry", "s47e_", ("ref", "start"),
        ref="person_id", start="s47_start_date", end="s47_end_date",
        worker="s47_completed_by_worker_id|s47_completed_by_worker",
        team="s47_completed_by_team",
    ),
    _table(
        "ssd_legal_status", "lega_", ("ref", "legal_status"),
        ref="person_id", legal_status="legal_status",
        start="legal_status_start_date|legal_status_start",
        end="legal_status_end_date|legal_status_end",
    ),
    _table("ssd_missing", "miss_", ("ref",), ref="person_id"),
    _table("ssd_disability", "disa_", ("ref",), ref="person_id", code="disability_code"),
    _table(
        "ssd_immigration_status", "immi_", ("ref",),
        ref="person_id", status="immigration_status", end="immigration_status_end_date",
    ),
    _table(
        "ssd_person", "pers_", ("ref",), ref="person_id", date_of_birth="dob", ethnicity="ethnicity"
    ),
    _table(
        "ssd_involvements", "invo_", ("ref", "worker"),
        ref="person_id", worker="professional_id", role="professional_role_id",
        team="professional_team", start="involvement_start_date", end="involvement_end_date",
    ),
)  # fmt: skip
NEEDED = ("ssd_person", "ssd_professionals", "ssd_involvements")
"""Tables without which nobody's independence could be proved."""
BY_NAME = {table.name: table for table in TABLES}
