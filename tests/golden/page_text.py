"""A page as plain text: what a reader sees, what a screen reader says, what machines are told.

A line a block, in reading order. `#` marks headings, `-` items, `|` the cells of a row, `[…](…)`
links, `{kk: …}` another language than around it, `(said: …)` what is for the ear alone, `(seen: …)`
what is for the eye alone, `▸` what is folded and `▾` unfolded, `◉` and `☑` what is chosen. A field
that nothing names says so.
"""

import json
import re
from html.parser import HTMLParser

VOID = {"area", "br", "col", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
BLOCKS = {
    "article", "aside", "blockquote", "body", "button", "caption", "dd", "details", "dialog", "div",
    "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4",
    "header", "label", "legend", "li", "main", "nav", "ol", "option", "p", "pre", "search",
    "section", "select", "summary", "svg", "table", "tbody", "text", "textarea", "thead", "title",
    "tr", "ul",
}  # fmt: skip
MARKS = {
    "h1": "# ", "h2": "## ", "h3": "### ", "h4": "#### ", "li": "- ", "blockquote": "> ",
    "legend": "= ", "caption": "= ", "dt": ": ", "button": "(button) ",
    "nav": "(nav) ", "title": "(title) ",
}  # fmt: skip
LANDMARKS = {"header", "main", "footer"}
UNSEEN = {"head", "script", "style", "template"}
SAID = ("aria-label", "alt", "placeholder", "datetime")
STATES = (
    "aria-current", "aria-sort", "aria-pressed", "aria-invalid", "role", "required", "disabled",
    "autofocus", "min", "max", "maxlength", "autocomplete", "inputmode", "rel", "scope", "colspan",
    "download", "aria-expanded", "aria-controls", "aria-live",
)  # fmt: skip
OPENING, CLOSING = re.compile(r"(\{\w+: ?|\[)+"), re.compile(r"\]\(|\}")
EDITS = {"s", "del", "ins", "mark"}


class Element:
    def __init__(self, tag, attributes):
        self.tag, self.attributes, self.children = tag, attributes, []

    def __getitem__(self, name):
        return self.attributes.get(name) or ""

    def __contains__(self, name):
        return name in self.attributes

    def all(self, *tags):
        """Yield the elements below this one in their order, or those of some names."""
        for child in self.children:
            if isinstance(child, Element):
                if not tags or child.tag in tags:
                    yield child
                yield from child.all(*tags)

    @property
    def text(self):
        return "".join(
            child.text if isinstance(child, Element) else child for child in self.children
        )

    @property
    def is_block(self):
        return self.tag in BLOCKS and (self.tag != "svg" or bool(self.text.strip()))


class _Tree(HTMLParser):
    def __init__(self, html):
        super().__init__()
        self.root = Element("", {})
        self.open = [self.root]
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        element = Element(tag, dict(attrs))
        self.open[-1].children.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag, attrs):
        self.open[-1].children.append(Element(tag, dict(attrs)))

    def handle_endtag(self, tag):
        if any(element.tag == tag for element in self.open):
            while self.open.pop().tag != tag:
                pass  # its end tag was left out

    def handle_data(self, data):
        self.open[-1].children.append(data)


def page_text(html):
    """Return the text of a page of HTML, which ends in a line break."""
    (page,) = _Tree(html).root.all("html")
    return "\n".join([f"language: {page['lang']}", *_head(page), "", *_Writer(page).lines]) + "\n"


def _head(page):
    (head,) = page.all("head")
    for element in head.all():
        name = element["name"] or element["property"]
        if element.tag == "title":
            yield f"title: {_one_line(element.text)}"
        elif element.tag == "meta" and name not in ("", "viewport", "color-scheme", "htmx-config"):
            yield f"{name}: {_one_line(element['content'])}"
        elif element.tag == "link" and element["rel"] in ("alternate", "canonical", "prev", "next"):
            sort = element["hreflang"] or element["type"]
            yield f"{element['rel']} {sort}: {element['href']}".replace(" :", ":")
        elif element["type"] == "application/ld+json":
            data = json.loads(element.text)
            yield from json.dumps(data, ensure_ascii=False, indent=1).splitlines()


class _Writer:
    def __init__(self, page):
        self.lines, self.line, self.mark, self.language = [], "", "", page["lang"]
        elements = [*page.all()]
        self.ids = {element["id"] for element in elements if "id" in element}
        labels = [element for element in elements if element.tag == "label"]
        self.labelled = {label["for"] for label in labels if "for" in label}
        self.within_label = {id(element) for label in labels for element in label.all()}
        self.write(page)
        self.end_line()

    def end_line(self):
        words = _one_line(self.line).replace("[ ", "[").replace(" ](", "](")
        if OPENING.fullmatch(words):  # of a block, whose first line they begin
            self.mark += f"{words} ".replace("[ ", "[")
        elif CLOSING.match(words):
            self.lines[-1] += words
        elif words.strip("| "):
            self.lines.append(self.mark + words)
            self.mark = ""
        self.line = ""

    def write(self, element):
        if element.tag in UNSEEN or "hidden" in element or element["type"] == "hidden":
            return
        if element.is_block:
            self.end_line()
            self.mark += MARKS.get(element.tag, "")
        if element.tag == "details":
            self.mark += "▾ " if "open" in element else "▸ "
        elif element.tag in LANDMARKS:
            self.lines += ["", f"({element.tag})"]
        before, after = self.around(element)
        outer, self.language = self.language, element["lang"] or self.language
        self.line += before
        for child in element.children:
            if isinstance(child, Element):
                self.write(child)
            else:
                self.line += child
        self.line += after
        self.language = outer
        if element.is_block or element.tag == "br":
            self.end_line()
        if element.tag in MARKS:
            self.mark = ""

    def around(self, element):
        """Return what is written before and after what is within an element."""
        before, after = _around(element)
        told = self.told_of(element)
        before = before + told if element.tag == "a" else told + before
        if element.tag in ("td", "th") and self.line.strip():
            before = f" | {before}"
        if element["lang"] not in ("", self.language):
            before, after = f"{{{element['lang']}: {before}", f"{after}}}"
        if "visually-hidden" in element["class"].split():
            return f"(said: {before}", f"{after})"
        if element["aria-hidden"] == "true" and element.text.strip():
            return f"(seen: {before}", f"{after})"
        return before, after

    def told_of(self, element):
        """Return what the attributes of an element tell."""
        told = [f"“{_one_line(element[name])}”" for name in SAID if name in element]
        told += [
            f"({name}: {element[name]})" if element[name] else f"({name})"
            for name in STATES
            if name in element
        ]
        for name in ("aria-labelledby", "aria-describedby"):
            missing = [part for part in element[name].split() if part not in self.ids]
            told += [f"({name}: no {part})" for part in missing]
            if element[name] and not re.search(r"\d", element[name]):  # the numbers of rows differ
                told.append(f"({name}: {element[name]})")
        if element.tag in ("input", "select", "textarea") and not self.is_named(element):
            told.append("(without a name)")
        return "".join(f"{words} " for words in told)

    def is_named(self, field):
        return (
            id(field) in self.within_label
            or field["id"] in self.labelled
            or "aria-label" in field
            or "aria-labelledby" in field
        )


def _around(element):
    match element.tag:
        case "a" if "href" in element:
            return "[", f"]({element['href']})"
        case "form":
            return (
                f"(form {(element['method'] or 'get').upper()} {element['action'] or 'here'}) ",
                "",
            )
        case "textarea":
            return "[", "]"
        case "input":
            return _value(element), ""
        case "option":
            return "◉ " if "selected" in element else "○ ", ""
        case tag if tag in EDITS:
            return f"<{tag}>", f"</{tag}>"
    return "", ""


def _value(field):
    match field["type"]:
        case "checkbox":
            return "☑ " if "checked" in field else "☐ "
        case "radio":
            return "◉ " if "checked" in field else "○ "
    return f"[{field['value']}] "


def _one_line(text):
    return " ".join(text.split())
