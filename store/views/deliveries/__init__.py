"""Views of what reached whom, and who has to be told another way."""
