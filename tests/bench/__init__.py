"""Speed as ratios; each pair is measured side by side in one run, and no test is timed."""
