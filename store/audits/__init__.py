"""The present state of one audit: governing grade, meetings, actions, dates. It only reads."""
