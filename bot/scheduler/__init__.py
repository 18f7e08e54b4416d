"""What happens by the clock: plain functions of (ledger, now); the ticker reads the timetable."""
