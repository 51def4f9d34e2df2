"""Names that a person takes for one another, though a computer does not."""

import unicodedata

ALIKE = {
    "i": "1l|ıіӏιỉįɩⅼ",
    "a": "аɑα",
    "b": "ьв",
    "c": "сϲᴄ",
    "d": "ԁɗ",
    "e": "еєҽε",
    "g": "ɡԍ",
    "h": "һнհ",
    "j": "јϳ",
    "k": "кκ",
    "m": "м",
    "n": "пոη",
    "o": "0оοօσ",
    "p": "рρ",
    "q": "ԛզ",
    "r": "гᴦ",
    "s": "ѕꜱ",
    "t": "тτ",
    "u": "υսʋц",
    "v": "ѵνᴠ",
    "w": "ԝшωᴡ",
    "x": "хχ",
    "y": "уүγʏ",
    "z": "ᴢʐ",
    "-": "‐‑–—−_",
}  # fmt: skip
"""{letter: what is drawn much like it}: of Cyrillic, Greek and Armenian, digits and signs, folded;
a selection of Unicode's confusables.txt (UTS 39), of the scripts that our people write."""
PAIRS = (("rn", "m"), ("vv", "w"), ("cl", "d"))
"""Two letters that are drawn like one."""
FOLDED = str.maketrans(
    {alike: letter for letter, many in ALIKE.items() for alike in many} | {"l": "i"}
)


def skeleton(text: str) -> str:
    """Return what is the same for all texts that look alike: only for comparing."""
    for _time in range(2):  # what is decomposed may fold once more
        text = unicodedata.normalize("NFKD", text).casefold()
    seen = (
        letter for letter in text if unicodedata.category(letter) not in ("Cc", "Cf", "Mn", "Zs")
    )
    text = "".join(seen)
    for pair, letter in PAIRS:
        text = text.replace(pair, letter)
    return text.translate(FOLDED)
