"""HTML as a browser reads it, however the lines of its template are broken."""

import re

BLOCKS = (
    "article|blockquote|body|dd|details|div|dl|dt|fieldset|figcaption|figure|footer|form|h1|h2|h3|"
    "head|header|legend|li|link|main|meta|nav|ol|p|section|summary|svg|table|tbody|td|th|thead|"
    "title|tr|ul"
)


def compact(html):
    """Return HTML with no white space around blocks, and a space for any other."""
    html = re.sub(r"\s+", " ", html)
    html = re.sub(r" (/?>)", r"\1", html)
    return re.sub(rf" ?(</?(?:{BLOCKS})\b[^>]*>) ?", r"\1", html)
