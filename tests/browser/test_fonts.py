"""What the browser writes with, and that a check of the layout tells a wide font from a narrow."""

import pytest

from tests.browser import axe, fonts
from tests.browser.layout import too_wide
from tests.databases import ROOT

pytestmark = pytest.mark.skipif(not fonts.ARE_HERE, reason="the fonts come by npm")


def fonts_of(page, selector):
    """Return the families that Chromium really took for the words in there."""
    page.locator(selector).bounding_box()  # the debugger tells how it was laid out last
    session = page.context.new_cdp_session(page)
    session.send("DOM.enable")
    session.send("CSS.enable")
    root = session.send("DOM.getDocument")["root"]["nodeId"]
    node = session.send("DOM.querySelector", {"nodeId": root, "selector": selector})["nodeId"]
    found = session.send("CSS.getPlatformFontsForNode", {"nodeId": node})["fonts"]
    return {font["familyName"] for font in found}


@pytest.mark.parametrize("font", [fonts.NARROW, fonts.WIDE])
def test_a_font_has_the_letters_of_all_languages(font, page):
    words = "".join(path.read_text() for path in ROOT.glob("locale/*/LC_MESSAGES/django.po"))
    letters = {letter for letter in words + words.upper() if letter.isalpha()}
    assert letters > set("ЖҚӨҮəğış")
    page.set_content(f"<p>{' '.join(sorted(letters))}</p>")
    page.locator("p").evaluate("(node, font) => { node.style.fontFamily = font; }", font)

    assert fonts_of(page, "p") == {font}


def test_a_page_is_set_in_the_narrow_one_and_in_what_is_asked_for(page):
    page.goto("/kk/")
    assert fonts_of(page, "h1") == {fonts.NARROW}

    fonts.use(page, fonts.WIDE)
    assert fonts_of(page, "h1") == {fonts.WIDE}

    fonts.use(page, None)
    assert fonts_of(page, "h1") == {fonts.NARROW}


ONLY_WIDE_IS_TOO_WIDE = """<style>:root { --sans: sans-serif } p { font: 20px var(--sans); float: left }
</style><p>Strengthen&nbsp;cooperation&nbsp;on&nbsp;space</p>"""  # noqa: E501


def test_it_would_tell(page):
    """What fits in one font alone is found, and so are links that lie too near."""
    page.set_content(ONLY_WIDE_IS_TOO_WIDE)
    width = page.locator("p").evaluate("node => Math.ceil(node.getBoundingClientRect().width)")
    page.set_viewport_size({"width": width + 20, "height": 256})
    assert {found.partition(":")[0] for found in too_wide(page)} == {fonts.WIDE}

    page.set_content("<ul><li><a href='/'>One</a></li><li><a href='/'>Two</a></li></ul>" * 2)
    page.add_style_tag(content="ul { font: 10px/1 sans-serif; } a { display: block; }")
    assert any("target-size" in fault for fault in axe.faults(page))
