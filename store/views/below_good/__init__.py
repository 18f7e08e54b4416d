"""Views of work below good: meetings, actions, progress and looking again."""
