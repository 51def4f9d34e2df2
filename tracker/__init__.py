"""The one app of OTS Tracker; README.md says what lives in which room."""
