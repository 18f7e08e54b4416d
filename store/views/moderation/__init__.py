"""Views of moderation, the third lock, disputes, concerns and an Inadequate."""
