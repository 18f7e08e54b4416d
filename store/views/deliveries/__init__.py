"""Views of what reached whom, and who is told another way."""
