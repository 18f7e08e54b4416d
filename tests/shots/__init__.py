"""Pictures of every card and page for review: `make shots` saves them in `.cache/shots`."""
