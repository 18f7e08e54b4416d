"""Packaging, deployment and sample data; no Python in this folder runs in production."""
