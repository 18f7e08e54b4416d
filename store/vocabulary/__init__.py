"""The words that every room uses: states, kinds, roles, verbs, errors. Imports no other room."""
