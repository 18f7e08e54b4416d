"""What every test may ask for: a page in a browser, an empty database of either kind."""

pytest_plugins = ["tests.browser", "tests.postgres"]
