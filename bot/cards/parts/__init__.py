"""Cards about what several chapters share."""
