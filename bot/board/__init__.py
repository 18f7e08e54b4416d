"""The board: a tab in Teams, its pages drawn on the server from the views that cards read.

Not here: rules, queries, cards. A page holds no more than its reader may see.
"""
