"""What simulated people write into each form; the fields are plausible and hold canaries."""
