"""The sample council with an issued month in a ledger of the current build: `issued.py URL`."""

import sys

# Both are of the build in the current folder.
from tests.bench.council import council_at, issue

if __name__ == "__main__":
    ledger, programme = council_at(sys.argv[1])
    issue(ledger, programme)
    ledger.engine.dispose()
    print(f'"{programme}"')
