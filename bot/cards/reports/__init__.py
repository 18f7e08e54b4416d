"""Cards about digests, registers and reports."""
