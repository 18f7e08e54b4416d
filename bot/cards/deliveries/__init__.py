"""Cards about what reached whom, and who is told another way."""
