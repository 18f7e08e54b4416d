"""Pictures of every card and page, for looking at: `make shots` puts them into `.cache/shots`."""
