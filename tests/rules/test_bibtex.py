import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.rules.bibtex import entry, escaped


@pytest.mark.parametrize(
    ("text", "latex"),
    [
        ("100 % of R&D: $5, #1_a", r"100 \% of R\&D: \$5, \#1\_a"),
        ("a{b", r"a{\textbraceleft}b"),
        (r"\input{x}", r"{\textbackslash}input{\textbraceleft}x{\textbraceright}"),
        ("~ and ^", r"{\textasciitilde} and {\textasciicircum}"),
        ("Қазақстан, Əli, Oʻzbekiston, «мост»", "Қазақстан, Əli, Oʻzbekiston, «мост»"),
        ("two\nlines\t here", "two lines here"),
    ],
)
def test_what_latex_would_take_for_a_command_is_escaped(text, latex):
    assert escaped(text) == latex


@given(st.text())
def test_braces_always_come_in_pairs_and_lines_do_not_break(text):
    latex, depth = escaped(text), 0
    for character in latex:
        depth += {"{": 1, "}": -1}.get(character, 0)
        assert depth >= 0

    assert depth == 0
    assert len(latex.splitlines()) <= 1


def test_an_entry_has_its_fields_in_order_and_its_address_as_it_is():
    text = entry(
        "ots-tracker:bridge",
        {"title": "A & B", "note": "", "url": "https://tracker.example/en/a_b/?as_of=2026-06-01"},
    )

    assert text == (
        "@misc{ots-tracker:bridge,\n"
        "  title = {{A \\& B}},\n"
        "  url = {https://tracker.example/en/a_b/?as_of=2026-06-01},\n"
        "}"
    )
