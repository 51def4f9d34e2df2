"""What axe-core says of a page in each theme and width."""

from axe_playwright_python.base import AXE_SCRIPT

LOOKS = [(theme, width) for width in (1280, 320) for theme in ("light", "dark")]
NARROW = [("light", 320)]
EVERYTHING = {"rules": {"target-size": {"enabled": True}}}
COLOURS = {"runOnly": ["color-contrast", "link-in-text-block"]}
"""What another theme may change; the rest of it has been seen in the light."""
RUN = """async options => {
    const result = await axe.run({resultTypes: ["violations"], ...options});
    return result.violations.flatMap(({id, nodes}) =>
        nodes.map(({target, failureSummary}) => `${id}: ${target.join(" ")}: ${failureSummary}`));
}"""
OPEN_FOLDS = """() => {
    const folds = [...document.querySelectorAll("details:not([open])")];
    folds.forEach(fold => { fold.open = true; });
    return folds.length > 0;
}"""


def faults(page, *, looks=LOOKS, picture=lambda look: None):
    """Return what axe finds as the page comes, then with every fold open."""
    page.evaluate(AXE_SCRIPT)
    found = []
    for theme, width in looks:
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=theme)
        options = EVERYTHING if theme == "light" else COLOURS
        found += [f"{theme}, {width} px: {fault}" for fault in page.evaluate(RUN, options)]
        picture(f"{theme}-{width}")
    if page.evaluate(OPEN_FOLDS):
        found += [f"folds open, {fault}" for fault in page.evaluate(RUN, EVERYTHING)]
    return found
