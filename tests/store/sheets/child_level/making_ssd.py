"""A small SSD extract of invented children."""

import io
import zipfile
from collections.abc import Mapping

TABLES = {
    "ssd_person": (
        "pers_person_id,pers_sex,pers_gender,pers_ethnicity,pers_dob\n"
        "P-1,F,F,CNHE,2014-02-19\nP-2,M,M,NOBT,03/04/2015\nP-9,F,F,WBRI,1985-01-01\n"
    ),
    "ssd_professionals": (
        "prof_professional_id,prof_staff_id,prof_professional_name\n"
        "1,S1,Petra Wills\n2,S2,Ann Lee\n3,S3,Cass Chair\n"
    ),
    "ssd_department": "dept_team_id,dept_team_name\nT1,Unit 1\nT2,Duty Team\n",
    "ssd_involvements": (
        "invo_person_id,invo_professional_id,invo_professional_role_id,invo_professional_team,"
        "invo_involvement_start_date,invo_involvement_end_date\n"
        "P-1,1,Allocated Case Worker,T1,01/07/2026,NULL\n"
        "P-1,2,Allocated Case Worker,T2,05/01/2026,30/06/2026\n"
        "P-1,3,Child Protection Conference Chair,NULL,01/07/2026,NULL\n"
        "P-2,2,Allocated Case Worker,T2,2026-01-05,\n"
    ),
    "ssd_cin_episodes": (
        "cine_person_id,cine_referral_date,cine_close_date,cine_cin_primary_need_code\n"
        "P-1,2026-01-05T00:00:00,NULL,N1\nP-2,2026-01-05,NULL,N4\n"
    ),
    "ssd_cp_plans": (
        "cppl_person_id,cppl_cp_plan_start_date,cppl_cp_plan_end_date,cppl_cp_plan_latest_category\n"
        "P-1,2024-01-05,2025-01-05,PHY\nP-1,2026-07-01,NULL,NEG\n"
    ),
    "ssd_family": "fami_person_id\nP-1\n",
}


def zipped(tables: Mapping[str, str]) -> bytes:
    """The tables as CSV files in a ZIP."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in tables.items():
            archive.writestr(f"{name}.csv", text)
    return out.getvalue()
