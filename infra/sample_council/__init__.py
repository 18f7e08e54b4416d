"""Generates the files of the sample council, Riverside, an English council that does not exist.

`python -m infra.sample_council` writes people.csv and cases.csv. One seed gives the same bytes.
Every person, child and number in them is invented. They suit an audit month of December 2026: some
people are away then, one auditor is not trained, and one may do only a single audit.
"""
