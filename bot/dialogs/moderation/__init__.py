"""Conversations about moderation, the third lock, disputes, concerns and an Inadequate."""
