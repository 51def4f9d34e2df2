"""Decisions from plain values: nothing here knows a model, a request or the clock."""
