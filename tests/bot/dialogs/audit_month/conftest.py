"""The return's dialog, opened by an auditor."""

import pytest

from tests.bot.dialogs.audit_month.returning import Dialogs
from tests.store.council import Council


@pytest.fixture
def dialog(council: Council) -> Dialogs:
    opened = Dialogs(council, council.audits()[0])
    opened.open()
    return opened
