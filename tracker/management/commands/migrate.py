from django.core.management.commands import migrate
from django.db import connections
from django.db.migrations.executor import MigrationExecutor


class Executor(MigrationExecutor):
    """Records a migration in the transaction that applies it.

    Django does so after it where statements were deferred to the end: killed in between, the next
    start would apply it again, and fail.
    """

    def apply_migration(self, state, migration, fake=False, fake_initial=False):
        if fake or fake_initial or not migration.atomic:
            return super().apply_migration(state, migration, fake, fake_initial)
        self.progress_callback("apply_start", migration, fake)
        with self.connection.schema_editor(atomic=True) as editor:
            state = migration.apply(state, editor)
            while editor.deferred_sql:
                editor.execute(editor.deferred_sql.pop(0), None)
            self.record_migration(migration.app_label, migration.name)
        self.progress_callback("apply_success", migration, fake)
        return state


migrate.MigrationExecutor = Executor  # the command offers no other way


class Command(migrate.Command):
    def get_check_kwargs(self, options):
        """Make the database before the checks ask it."""
        connections[options["database"]].prepare_database()
        return super().get_check_kwargs(options)
