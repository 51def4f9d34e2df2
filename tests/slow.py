"""What takes long, by itself or because it is asked so often: `make test-fast` leaves it out.

`.venv/bin/pytest tests --ignore=tests/browser -m "not slow" --durations=60` finds the next.
"""

SLOW = (
    "tests/actions/test_commits.py::test_an_action_is_committed_whole_or_not_at_all",
    "tests/actions/test_concurrency.py",
    "tests/actions/test_many_hands.py",
    "tests/actions/test_machine.py",
    "tests/actions/test_seed.py::test_a_wrong_row_is_refused_and_nothing_is_written",
    "tests/actions/test_verify.py::test_a_changed_column_is_found",
    "tests/actions/test_verify.py::test_the_command_names_what_its_second_process_finds",
    "tests/reading/test_record_at.py::test_each_day_is_read_later_as_it_was",
    "tests/reading/test_results_by_sql.py",
    "tests/test_bytes.py",
    "tests/test_collect_static.py::test_the_database_is_in_that_folder",
    "tests/test_migrations.py::test_an_eighth_language_forward_back_and_forward_again_on_the_seeds",
    "tests/test_migrations.py::test_back_and_forward_again_on_the_seeds",
    "tests/test_permissions.py::test_who_may_do_what",
    "tests/test_plans.py",
    "tests/test_query_counts.py::test_query_counts",
    "tests/test_settings.py",
    "tests/test_two_persons.py",
    "tests/test_types.py::test_mypy_names_every_wrong_argument",
    "tests/views/test_as_of.py",
    "tests/views/test_briefs.py",
)
"""Files, and tests of files."""
