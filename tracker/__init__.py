"""The one app of OTS Tracker; what lives in which room is in `docs/architecture.md`."""
