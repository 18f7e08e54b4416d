"""Kills of the bot at every commit and every await, and what they leave behind (`make faults`)."""
