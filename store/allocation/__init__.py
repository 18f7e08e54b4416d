"""Drawing cases and allocating them: lawful, level and repeatable. It proposes; acts decide."""
