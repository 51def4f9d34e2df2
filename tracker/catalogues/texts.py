"""Find the texts that code and templates have translated, as xgettext would."""

import ast
import re
from typing import NamedTuple

from django.utils.translation.template import templatize

# What each function of django.utils.translation takes first; a `_lazy` or `_noop` takes the same.
PARTS = {
    "gettext": ("text",),
    "ngettext": ("text", "plural"),
    "pgettext": ("context", "text"),
    "npgettext": ("context", "text", "plural"),
}
MARKERS = {
    f"{name}{suffix}": parts for name, parts in PARTS.items() for suffix in ("", "_lazy", "_noop")
}
LITERAL = r"""u?(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")"""
# What templatize() makes of a template: such calls, and letters without meaning around them.
CALL = re.compile(rf"\b(_|n?p?gettext)\(\s*({LITERAL}(?:\s*,\s*{LITERAL})*)")


class Text(NamedTuple):
    context: str | None
    text: str
    plural: str | None


class NotConstant(ValueError):
    """A text that is put together before it is translated, so that no catalogue can have it."""


def find_texts(paths, root):
    """Return the texts in the `.py` and `.html` files among `paths`, each with its first file.

    Files are named as seen from `root`. A text that is found with a plural and without is one,
    with its plural.
    """
    found = {}
    for path in sorted(paths):
        read = {".py": texts_of_code, ".html": texts_of_template}.get(path.suffix)
        if read:
            name = path.relative_to(root).as_posix()
            for text in read(path.read_text(encoding="utf-8"), name):
                found.setdefault(text, name)
    plurals = {(text.context, text.text) for text in found if text.plural}
    return {
        text: name
        for text, name in found.items()
        if text.plural or (text.context, text.text) not in plurals
    }


def texts_of_code(code, name="code"):
    """Yield the texts of a Python module, by whatever name it imports the functions.

    Raises NotConstant with the place of the first text that is not written out.
    """
    tree = ast.parse(code, name)
    markers = dict(_imported(tree))
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and (parts := _parts_of(node.func, markers)):
            texts = [_constant(argument, name) for argument in node.args[: len(parts)]]
            if len(texts) == len(parts) and None not in texts:
                yield _text(parts, texts, f"{name}:{node.lineno}")


def texts_of_template(template, name="template"):
    for call in CALL.finditer(templatize(template, origin=name)):
        parts = PARTS["gettext" if call[1] == "_" else call[1]]
        yield _text(parts, ast.literal_eval(f"({call[2]},)")[: len(parts)], name)


def _imported(tree):
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation":
            for alias in node.names:
                if alias.name in MARKERS:
                    yield alias.asname or alias.name, MARKERS[alias.name]


def _parts_of(function, markers):
    if isinstance(function, ast.Name):
        return markers.get(function.id)
    return MARKERS.get(function.attr) if isinstance(function, ast.Attribute) else None


def _constant(node, name):
    """Return the text that is written out in `node`; None if it is a value from elsewhere."""
    if isinstance(node, ast.Constant):
        return node.value
    formatted = isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
    if formatted and isinstance(node.func.value, ast.Constant):
        raise NotConstant(f"{name}:{node.lineno}: format the text after it is translated")
    if isinstance(node, ast.JoinedStr | ast.BinOp | ast.IfExp):
        raise NotConstant(f"{name}:{node.lineno}: a text to translate is one constant text")
    return None


def _text(parts, texts, place):
    named = dict(zip(parts, texts, strict=True))
    if not named["text"]:
        raise NotConstant(f"{place}: an empty text is the name of the catalogue's header")
    return Text(named.get("context"), named["text"], named.get("plural"))
