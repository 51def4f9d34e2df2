"""Triggers outlive the tables that migrations make anew.

SQLite alters little of a table in place: Django copies it, drops the old one, and with it go its
triggers, which guard what is published. Those of other tables that read it stand in the way.
"""

from django.db.backends.sqlite3 import schema

TRIGGERS_THAT_NAME = (
    "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND instr(sql, %s) ORDER BY rowid"
)


class DatabaseSchemaEditor(schema.DatabaseSchemaEditor):
    def _remake_table(self, model, *arguments, **options):
        with self.connection.cursor() as cursor:
            cursor.execute(TRIGGERS_THAT_NAME, [model._meta.db_table])
            triggers = cursor.fetchall()
        for name, _sql in triggers:
            self.execute(f"DROP TRIGGER {self.quote_name(name)}", params=None)
        super()._remake_table(model, *arguments, **options)
        for _name, sql in triggers:
            self.execute(sql, params=None)
