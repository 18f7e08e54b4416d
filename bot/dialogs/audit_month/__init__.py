"""Conversations of the audit month: from the allocation to the check of the return."""
