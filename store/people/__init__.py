"""People and posts: who holds a post today, who acts for whom, where they are reached. No act."""
