"""Conversations about what people owe: their work, help, and duties an authority set itself."""
