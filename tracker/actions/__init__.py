"""Every write that touches several rows, or publishes: atomic, keyword-only, with an actor."""
