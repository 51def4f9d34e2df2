"""A public page as it is kept: whole, compressed, with its ETag."""

import hashlib
import time

from django.conf import settings

from ..watching import request_id
from .compression import COMPRESSED_ALREADY, ENCODINGS

CONTROL = f"public, max-age=0, must-revalidate, s-maxage={settings.PAGE_SHARED_SECONDS}"
KEYED_HEADERS = {"accept-encoding", "hx-request", "hx-history-restore-request"}
"""The headers of a request that a page is kept by."""
KEPT_BY_304 = ("etag", "cache-control", "vary", "content-language")
OVERHEAD = 2000  # bytes of memory that a page takes besides its bodies, about


class Body:
    """A page in one encoding; `file` holds it instead of `content` if it is long."""

    __slots__ = ("content", "etag", "file", "headers", "not_modified_headers")

    def __init__(self, headers, content, file=None, *, encoding=""):
        size, digest = _measured(content, file)
        self.content, self.file, self.etag = content, file, f'"{digest[:32]}"'
        headers = headers | {"content-length": str(size), "etag": self.etag}
        headers |= {"content-encoding": encoding} if encoding else {}
        self.headers = [*headers.items()]
        self.not_modified_headers = [
            (name, headers[name]) for name in KEPT_BY_304 if name in headers
        ]

    def __len__(self):
        return int(dict(self.headers)["content-length"])


class Page:
    """What is kept of an answer: its Body in each encoding that was asked for.

    All are made of the one in Brotli, the smallest, as they are asked for; a picture, a PDF or a
    long file has one body alone.
    """

    def __init__(self, version, answer):
        self.version, self.made_at = version, time.time()
        headers = {name.lower(): value for name, value in answer.headers}
        headers.pop(request_id.HEADER.lower(), None)  # of the one request that it was made for
        vary = headers.get("vary", "")
        if "Accept-Encoding" not in vary:
            vary = ", ".join(filter(None, (vary, "Accept-Encoding")))
        self.headers = headers | {"cache-control": CONTROL, "vary": vary}
        self.is_as_it_is = bool(answer.file) or is_compressed(headers)
        if self.is_as_it_is:
            self.bodies = {"": Body(self.headers, answer.body, answer.file)}
        else:
            self.bodies = {"br": self._body(answer.body, "br")}

    def __len__(self):
        return sum(map(len, self.bodies.values())) + OVERHEAD

    @property
    def is_file(self):
        return self.is_as_it_is and self.bodies[""].file is not None

    def made(self, encoding):
        """Return the Body in an encoding of ENCODINGS if it was made already, else None."""
        return self.bodies.get("" if self.is_as_it_is else encoding)

    def make(self, encoding):
        """Make that Body; takes some milliseconds of a thread."""
        if self.made(encoding) is None:
            plain = ENCODINGS["br"].unpack(self.bodies["br"].content)
            self.bodies = self.bodies | {encoding: self._body(plain, encoding)}

    def _body(self, plain, encoding):
        return Body(self.headers, ENCODINGS[encoding].pack(plain), encoding=encoding)


def is_compressed(headers):
    return headers.get("content-type") in COMPRESSED_ALREADY


def may_be_kept(answer):
    """Whether an answer is the same for everybody who asks for it in the same words.

    It is if it was a page, gives nobody a cookie, and depends on no header that it is not kept by.
    """
    headers = [(name.lower(), value) for name, value in answer.headers]
    vary = ",".join(value for name, value in headers if name == "vary")
    named = {name.strip().lower() for name in vary.split(",") if name.strip()}
    return answer.status == 200 and named <= KEYED_HEADERS and "set-cookie" not in dict(headers)


def _measured(content, file):
    """Return the size of a body and the SHA-256 of it, in hexadecimal."""
    if file is None:
        return len(content), hashlib.sha256(content).hexdigest()
    with open(file.path, "rb") as opened:
        digest = hashlib.file_digest(opened, "sha256").hexdigest()
        return opened.tell(), digest
