"""The fonts of the browser: the same on each machine, a narrow one and a wide one."""

from tests.databases import ROOT

CONFIG = ROOT / "tests" / "browser" / "fonts.conf"
ARE_HERE = (CONFIG.parent / "node_modules" / "dejavu-fonts-ttf").exists()
"""They come by npm; without it, the pages are looked at in what the machine has."""
NARROW, WIDE = "Arimo", "DejaVu Sans"
"""Arimo is as wide as Arial and Liberation Sans; pages are set in it if nothing else is said."""
ALL = (WIDE, NARROW) if ARE_HERE else (None,)
ENVIRONMENT = {"FONTCONFIG_FILE": str(CONFIG)} if ARE_HERE else {}
SET = """font => ["--sans", "--serif", "--mono"].forEach(name =>
    document.documentElement.style.setProperty(name, font && `"${font}"`))"""


def use(page, font):
    """Set all words of the page in this font; in its own ones, if that is None."""
    page.evaluate(SET, font)
