"""What axe-core says of a page in each theme and width, each thing once where it can differ.

Everything is looked at in the light on a wide screen, and on a narrow one with all folds open.
Another theme changes colours only. Another width changes no colour of most elements: on the narrow
screen colours are looked at where they, or what their contrast depends on, differ from the wide one
in the same theme, and of all that the wide one does not show. `test_axe.py` says what is found.
"""

from axe_playwright_python.base import AXE_SCRIPT

from tests.browser import fonts

WIDE = [(theme, 1280) for theme in ("light", "dark")]
NARROW = [(theme, 320) for theme in ("light", "dark")]
LOOKS = [*WIDE, *NARROW]
EVERYTHING = {"rules": {"target-size": {"enabled": True}}}
COLOURS = {"runOnly": ["color-contrast", "link-in-text-block"]}
"""What another theme may change; the rest of it has been seen in the light."""
ALL_BUT_COLOURS = {
    "rules": {**EVERYTHING["rules"], **{rule: {"enabled": False} for rule in COLOURS["runOnly"]}}
}
TARGETS = {"runOnly": ["target-size"]}
"""What another font may change."""
RUN = """async ([place, options]) => {
    const result = await axe.run(place, {resultTypes: ["violations"], ...options});
    return result.violations.flatMap(({id, nodes}) =>
        nodes.map(({target, failureSummary}) => `${id}: ${target.join(" ")}: ${failureSummary}`));
}"""
LOOKS_OF_ALL = """() => {
    // What decides a contrast: 24 px, or bold and 18.66 px, are large letters and need less.
    const look = node => {
        const style = getComputedStyle(node);
        const size = parseFloat(style.fontSize), bold = style.fontWeight >= 700;
        return [
            style.color, style.backgroundColor, style.backgroundImage, style.opacity, style.display,
            style.position, style.filter, style.mixBlendMode, style.textShadow, bold, size >= 24,
            bold && size >= 18.66, style.textDecorationLine, style.borderBottomStyle,
            style.borderBottomWidth,
        ].join();
    };
    const shown = [...document.querySelectorAll("html, body, body *")].filter(node =>
        node.getClientRects().length && node.checkVisibility({visibilityProperty: true}));
    return new Map(shown.map(node => [node, look(node)]));
}"""
REMEMBER = f"theme => {{ (window.looksBefore ??= {{}})[theme] = ({LOOKS_OF_ALL})(); }}"
RUN_WHERE_OTHERWISE = f"""async ([theme, options]) => {{
    const before = window.looksBefore[theme], changed = new Set();
    for (const [node, look] of ({LOOKS_OF_ALL})()) {{
        if (before.get(node) !== look) changed.add(node);
    }}
    const outermost = [...changed].filter(node => !changed.has(node.parentElement));
    return outermost.length ? ({RUN})([{{include: outermost}}, options]) : [];
}}"""
"""The same where an element looks otherwise than when it was remembered, or was not there."""
OPEN_FOLDS = """document.querySelectorAll("details:not(.languages)")
    .forEach(fold => { fold.open = true; })"""
"""What opens over the page would hide some of it: `faults_of_menu` looks at that."""


def faults(page):
    """Return what axe finds on a wide screen as the page comes, on a narrow one all unfolded.

    On the narrow one the words are in the wide font, and what can be clicked is in each.
    """
    page.evaluate(AXE_SCRIPT)
    found = []
    for theme, width in WIDE:
        found += _found(page, theme, width)
        page.evaluate(REMEMBER, theme)
    page.evaluate(OPEN_FOLDS)
    font, *others = fonts.ALL
    fonts.use(page, font)
    for theme, width in NARROW:
        if theme == "light":
            found += _found(page, theme, width, options=ALL_BUT_COLOURS)
        found += _found_otherwise(page, theme, width)
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


def show(page, theme, width):
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=theme)


def _found(page, theme, width, *, place="html", options=None):
    options = options or (EVERYTHING if theme == "light" else COLOURS)
    return _run(page, theme, width, RUN, [place, options])


def _found_otherwise(page, theme, width):
    return _run(page, theme, width, RUN_WHERE_OTHERWISE, [theme, COLOURS])


def _run(page, theme, width, script, argument):
    show(page, theme, width)
    return [f"{theme}, {width} px: {fault}" for fault in page.evaluate(script, argument)]
