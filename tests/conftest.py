"""What every test may ask for: a page in a browser, an empty database of either kind."""

import os

from hypothesis import settings

pytest_plugins = ["tests.browser", "tests.postgres"]

# The gate walks the same examples every time, so that it fails for what was changed alone; the
# nightly run looks for new ones, and what it finds stays as a test.
settings.register_profile("gate", derandomize=True)
settings.register_profile("nightly", derandomize=False, print_blob=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "gate"))
