"""What axe-core says of a page in each theme and width."""

from axe_playwright_python.base import AXE_SCRIPT

from tests.browser import fonts

WIDE = [(theme, 1280) for theme in ("light", "dark")]
NARROW = [(theme, 320) for theme in ("light", "dark")]
LOOKS = [*WIDE, *NARROW]
EVERYTHING = {"rules": {"target-size": {"enabled": True}}}
COLOURS = {"runOnly": ["color-contrast", "link-in-text-block"]}
"""What another theme may change; the rest of it has been seen in the light."""
TARGETS = {"runOnly": ["target-size"]}
"""What another font may change."""
RUN = """async ([place, options]) => {
    const result = await axe.run(place, {resultTypes: ["violations"], ...options});
    return result.violations.flatMap(({id, nodes}) =>
        nodes.map(({target, failureSummary}) => `${id}: ${target.join(" ")}: ${failureSummary}`));
}"""
OPEN_FOLDS = """document.querySelectorAll("details:not(.languages)")
    .forEach(fold => { fold.open = true; })"""
"""What opens over the page would hide some of it: `faults_of_menu` looks at that."""


def faults(page, *, picture=lambda look: None):
    """Return what axe finds on a wide screen as the page comes, on a narrow one all unfolded.

    On the narrow one the words are in the wide font, and what can be clicked is in each.
    """
    page.evaluate(AXE_SCRIPT)
    for look in LOOKS:
        _show(page, *look)
        picture("{}-{}".format(*look))
    found = [fault for look in WIDE for fault in _found(page, *look)]
    page.evaluate(OPEN_FOLDS)
    font, *others = fonts.ALL
    fonts.use(page, font)
    found += [fault for look in NARROW for fault in _found(page, *look)]
    for font in others:
        fonts.use(page, font)
        found += _found(page, *NARROW[0], options=TARGETS)
    fonts.use(page, None)
    return found


def faults_of_menu(page, selector):
    """Return what axe finds in a menu that is open on a narrow screen."""
    page.evaluate(AXE_SCRIPT)
    found = []
    for font in fonts.ALL:
        fonts.use(page, font)
        found += [fault for look in NARROW for fault in _found(page, *look, place=selector)]
    return found


def _show(page, theme, width):
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=theme)


def _found(page, theme, width, *, place="html", options=None):
    _show(page, theme, width)
    options = options or (EVERYTHING if theme == "light" else COLOURS)
    return [f"{theme}, {width} px: {fault}" for fault in page.evaluate(RUN, [place, options])]
