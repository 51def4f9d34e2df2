"""The one app of OTS Tracker; docs/architecture.md says what lives in which room."""
