"""Outgoing formats of the record."""
