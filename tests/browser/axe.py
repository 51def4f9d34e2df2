"""What axe-core says of a page in each theme and width."""

from axe_playwright_python.base import AXE_SCRIPT

WIDE = [(theme, 1280) for theme in ("light", "dark")]
NARROW = [(theme, 320) for theme in ("light", "dark")]
LOOKS = [*WIDE, *NARROW]
EVERYTHING = {"rules": {"target-size": {"enabled": True}}}
COLOURS = {"runOnly": ["color-contrast", "link-in-text-block"]}
"""What another theme may change; the rest of it has been seen in the light."""
RUN = """async options => {
    const result = await axe.run({resultTypes: ["violations"], ...options});
    return result.violations.flatMap(({id, nodes}) =>
        nodes.map(({target, failureSummary}) => `${id}: ${target.join(" ")}: ${failureSummary}`));
}"""
OPEN_FOLDS = "document.querySelectorAll('details').forEach(fold => { fold.open = true; })"


def faults(page, *, looks=LOOKS, picture=lambda look: None):
    """Return what axe finds on a wide screen as the page comes, on a narrow one all unfolded."""
    page.evaluate(AXE_SCRIPT)
    for look in looks:
        _show(page, *look)
        picture("{}-{}".format(*look))
    found = [fault for look in looks if look in WIDE for fault in _found(page, *look)]
    page.evaluate(OPEN_FOLDS)
    return found + [fault for look in looks if look in NARROW for fault in _found(page, *look)]


def _show(page, theme, width):
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=theme)


def _found(page, theme, width):
    _show(page, theme, width)
    options = EVERYTHING if theme == "light" else COLOURS
    return [f"{theme}, {width} px: {fault}" for fault in page.evaluate(RUN, options)]
