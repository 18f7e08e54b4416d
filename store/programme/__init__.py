"""Programmes as data: the profile's shape, the profiles that ship, and their checker."""
