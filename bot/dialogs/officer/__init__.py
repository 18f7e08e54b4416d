"""The audit team's own work in the chat: places to look at, forms, what follows a step, files."""
