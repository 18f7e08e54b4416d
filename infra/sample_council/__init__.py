"""The sample council: Riverside, an English council that does not exist; makes files, imports none.

`python -m infra.sample_council` writes people.csv and cases.csv again, byte for byte the same for
the same seed; every person, child and number in them is invented. Written for an audit month of
December 2026: a few people are away then, one auditor is not trained, one may do a single audit.
"""
