"""People and posts: who holds a post today, who acts for whom, how to reach them. No act."""
