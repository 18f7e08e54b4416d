"""The defences of trust.md §4, line by line: where each is, and the test that holds it."""

from tests.attacks.faults.board import THE_BOARD
from tests.attacks.faults.calling import WHO_IS_CALLING
from tests.attacks.faults.leaking import WHAT_LEAKS
from tests.attacks.faults.pressing import WHAT_THEY_PRESS
from tests.attacks.faults.writing import WHAT_THEY_WRITE

FAULTS = (*WHO_IS_CALLING, *WHAT_THEY_PRESS, *WHAT_THEY_WRITE, *WHAT_LEAKS, *THE_BOARD)
"""Every defence; `make planted` removes each once."""
