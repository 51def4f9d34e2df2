"""The one reading of a POST body."""
