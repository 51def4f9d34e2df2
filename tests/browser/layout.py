"""Whether a page fits its window, whatever the font."""

from tests.browser import fonts

TOO_WIDE = """() => {
    const width = document.documentElement.clientWidth;
    return document.documentElement.scrollWidth <= width ? [] :
        [...document.querySelectorAll("body *")]
            .filter(node => node.getBoundingClientRect().right > width + 1)
            .map(node => node.outerHTML.slice(0, 100));
}"""


def too_wide(page):
    """Return what is wider than the window, in any of the fonts."""
    found = []
    for font in fonts.ALL:
        fonts.use(page, font)
        found += [f"{font}: {node}" for node in page.evaluate(TOO_WIDE)]
    fonts.use(page, None)
    return found
