"""Backups: the whole database in one file that SQLite and PostgreSQL both take back."""
