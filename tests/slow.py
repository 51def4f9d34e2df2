"""What takes long, by itself or because it is asked so often: `make test-fast` leaves it out.

`.venv/bin/pytest tests --ignore=tests/browser -m "not slow" --durations=60` finds the next.
"""

SLOW = (
    "tests/actions/test_concurrency.py",
    "tests/actions/test_machine.py",
    "tests/actions/test_verify.py::test_a_changed_column_is_found",
    "tests/actions/test_verify.py::test_a_deleted_row_is_found",
    "tests/actions/test_verify.py::test_an_inserted_row_is_found",
    "tests/actions/test_verify.py::test_the_command_names_what_its_second_process_finds",
    "tests/actions/test_verify.py::test_two_entries_that_changed_places_are_found",
    "tests/sample_data/test_generator.py",
    "tests/test_bytes.py",
    "tests/test_make_venv.py",
    "tests/test_migrations.py::test_back_and_forward_again_on_the_seeds",
    "tests/test_permissions.py::test_who_may_do_what",
    "tests/test_plans.py",
    "tests/test_query_counts.py::test_query_counts",
    "tests/test_settings.py",
    "tests/views/test_as_of.py",
    "tests/views/test_briefs.py",
    "tests/views/test_cards.py",
    "tests/views/test_sitemaps.py::test_the_sitemap_leads_to_every_public_page_in_each_language",
)
"""Files, and tests of files."""
