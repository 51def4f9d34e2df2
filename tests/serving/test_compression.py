import gzip

import brotli
import pytest

from tracker.serving.compression import ENCODINGS, encoding_for


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [
        ("", ""),
        ("gzip", "gzip"),
        ("gzip, deflate, br", "br"),
        ("GZIP , BR", "br"),
        ("br;q=0, gzip", "gzip"),
        ("br;q=0.000, gzip;q=0", ""),
        ("br; q=0.1, gzip; q=1.0", "br"),
        ("deflate, zstd", ""),
        ("brotli", ""),
    ],
)
def test_the_best_encoding_that_a_browser_takes_is_used(accepted, encoding):
    assert encoding_for(accepted) == encoding


@pytest.mark.parametrize(
    ("encoding", "read"), [("br", brotli.decompress), ("gzip", gzip.decompress), ("", bytes)]
)
def test_a_body_comes_back_and_is_the_same_bytes_each_time(encoding, read):
    body = "Көпір ашылды. ".encode() * 100

    packed = ENCODINGS[encoding].pack(body)

    assert read(packed) == ENCODINGS[encoding].unpack(packed) == body
    assert ENCODINGS[encoding].pack(body) == packed
    assert (len(packed) < len(body)) == bool(encoding)
