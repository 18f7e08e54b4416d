"""The words that all rooms use: states, kinds, roles, verbs, errors. Imports no other room."""
