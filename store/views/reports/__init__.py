"""Views of digests, registers and reports."""
