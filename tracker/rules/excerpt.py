"""Cutting an excerpt out of a text, around what was found in it."""

LENGTH = 160
"""In characters; a word that is longer stays whole."""


def excerpt(text: str, start: int, end: int) -> str:
    """Return about LENGTH characters around `text[start:end]`, cut between words, with "…"."""
    left = max(0, min(start - max(LENGTH - (end - start), 0) // 2, len(text) - LENGTH))
    right = max(end, min(left + LENGTH, len(text)))
    if left:
        space = text.find(" ", left - 1, start)
        left = space + 1 if space >= 0 else start
    if right < len(text):
        space = text.rfind(" ", end, right + 1)
        right = space if space >= 0 else end
    return f"{'…' if left else ''}{text[left:right]}{'…' if right < len(text) else ''}"
