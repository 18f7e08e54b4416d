"""Programmes as data: the shape of a profile, how it inherits, and the profiles that ship."""
