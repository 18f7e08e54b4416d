"""Conversations about work below good: meetings, actions, progress and looking again."""
