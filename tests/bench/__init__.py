"""Speed as ratios, each pair measured side by side in one run; never a timed test."""
