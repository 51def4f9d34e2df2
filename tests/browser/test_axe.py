"""Each fault is found in the look that alone has it: nothing is lost by what is not asked twice."""

import pytest

from tests.browser import axe

PAGE = """<!doctype html><html lang="en"><head><title>Test</title>
<meta name="viewport" content="width=device-width"><style>
body { background: #fff; color: #000; }
a { color: #00f; }
@media (prefers-color-scheme: dark) {
    body { background: #000; color: #fff; }
    a { color: #9cf; }
}
li { margin: 30px 0; }
@media (min-width: 600px) { .narrow { display: none; } }
@media (max-width: 599px) { .wide { display: none; } }
</style></head><body><main><h1>Test</h1><p>Some words <a href="/">and a link</a> in them.</p>
<ul><li><a href="/1">One</a></li><li><a href="/2">Two</a></li></ul>
<p class="wide">Wide</p><p class="narrow">Narrow</p>
<details><summary>More</summary><p class="folded">Folded words</p></details>
"""
LIGHT, DARK = "(prefers-color-scheme: light)", "(prefers-color-scheme: dark)"
WIDE, NARROW = "(min-width: 600px)", "(max-width: 599px)"
FAINT = "{ color: #777; background: #888; }"
CROWDED = "li { margin: 0; font: 10px/1 sans-serif; } a { display: block; }"


def only(*conditions, rules):
    return f"<style>@media {' and '.join(conditions)} {{ {rules} }}</style>"


@pytest.mark.parametrize(
    ("fault", "added"),
    [
        ("light, 1280 px: color-contrast", only(LIGHT, rules=f"p {FAINT}")),
        ("dark, 1280 px: color-contrast", only(DARK, rules=f"p {FAINT}")),
        ("dark, 1280 px: color-contrast", only(DARK, rules=f".wide {FAINT}")),
        ("dark, 320 px: color-contrast", only(DARK, rules=f".narrow {FAINT}")),
        ("dark, 320 px: color-contrast", only(DARK, rules=f".folded {FAINT}")),
        ("light, 320 px: color-contrast", only(LIGHT, NARROW, rules=f"p {FAINT}")),
        ("dark, 320 px: color-contrast", only(DARK, NARROW, rules=f"p {FAINT}")),
        ("dark, 320 px: color-contrast", only(DARK, NARROW, rules="main { background: #ddd; }")),
        (
            "light, 320 px: color-contrast",
            "<style>h1 { color: #888; }</style>" + only(NARROW, rules="h1 { font-size: 16px; }"),
        ),
        (
            "light, 320 px: link-in-text-block",
            only(LIGHT, NARROW, rules="p a { color: #111; text-decoration: none; }"),
        ),
        ("light, 1280 px: target-size", only(WIDE, rules=CROWDED)),
        ("light, 320 px: target-size", only(NARROW, rules=CROWDED)),
        ("light, 1280 px: label", "<p class='wide'><input></p>"),
        ("light, 320 px: label", "<p class='narrow'><input></p>"),
        ("light, 320 px: label", "<details><summary>More</summary><input></details>"),
    ],
)
def test_a_fault_is_found_in_the_look_that_has_it(onlooker, fault, added):
    onlooker.set_content(PAGE)
    assert axe.faults(onlooker) == []

    onlooker.set_content(PAGE + added)

    assert any(found.startswith(fault) for found in axe.faults(onlooker))
