"""The draw and the allocation: lawful, level, repeatable. Proposes only; acts decide."""
