"""Who may do what: relations between a person and a subject, a module a chapter."""
