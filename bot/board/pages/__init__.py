"""The pages, a module each: from views to plain words. Nothing here is HTML, and no rule is."""
