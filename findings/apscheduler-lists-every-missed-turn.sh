#!/bin/sh
# APScheduler 3.11.3: after a long sleep every missed turn is made before all but one are dropped.
#
# Guess:  `coalesce=True` means that a job which missed many turns costs what one turn costs.
# Seen:   the scheduler first makes the list of all missed times, one datetime each, and keeps the
#         last. A job every 2 seconds after one day without a wake-up: 43,201 datetimes for one run;
#         forty times as many after forty days. A job made with `misfire_grace_time=1` lists them too.
# Met by: a service on a machine that was suspended, or whose clock was put right by a long way: the
#         scheduler's own thread or event loop stands still meanwhile, and memory grows. Sightline
#         counts its seconds beside the scheduler and starts anew after a jump.
set -eu
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/env"
"$dir/env/bin/pip" -q install 'APScheduler==3.11.3' 'tzlocal==5.3.1'
"$dir/env/bin/python" - <<'PYTHON'
from datetime import datetime, timedelta, timezone

from apscheduler.schedulers.background import BackgroundScheduler

start = datetime(2026, 12, 1, 9, tzinfo=timezone.utc)
scheduler = BackgroundScheduler(timezone=timezone.utc)
scheduler.start(paused=True)
job = scheduler.add_job(
    print, "interval", seconds=2, start_date=start, next_run_time=start,
    coalesce=True, misfire_grace_time=1,
)
for days in (0, 1, 2):
    listed = job._get_run_times(start + timedelta(days=days))
    print(f"{days} days asleep: {len(listed):,} times are listed for one run")
    assert len(listed) == days * 43_200 + 1, "missed turns are no longer listed one by one"
scheduler.shutdown()
PYTHON
