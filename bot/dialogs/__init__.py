"""Conversations: what verbs, forms and typed words do and show. Never imports botbuilder."""
