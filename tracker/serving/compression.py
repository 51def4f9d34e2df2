"""Which compression the headers of a request accept, and how a body is compressed so."""

import gzip
import re
from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

import brotli


class Encoding(NamedTuple):
    pack: Callable[[bytes], bytes]
    unpack: Callable[[bytes], bytes]


ENCODINGS = {
    "br": Encoding(lambda body: brotli.compress(body, quality=5), brotli.decompress),
    "gzip": Encoding(lambda body: gzip.compress(body, compresslevel=6, mtime=0), gzip.decompress),
    "": Encoding(bytes, bytes),
}
"""What makes a body smaller, the best first."""
COMPRESSED_ALREADY = ("image/png", "application/pdf")
REFUSED = re.compile(r"q=0(\.0*)?")


@lru_cache(maxsize=256)
def encoding_for(accepted):
    """Return the best of ENCODINGS that an Accept-Encoding header takes, "" for none."""
    offers = [offer.replace(" ", "").partition(";") for offer in accepted.lower().split(",")]
    taken = {name for name, _sign, weight in offers if not REFUSED.fullmatch(weight)}
    return next((encoding for encoding in ENCODINGS if encoding in taken), "")
