"""Views of what several chapters share."""
