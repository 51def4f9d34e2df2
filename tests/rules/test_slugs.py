import pytest

from tracker.rules.slugs import LONGEST, slug_of


@pytest.mark.parametrize(
    ("words", "slug"),
    [
        ("Trade House of the OTS", "trade-house-of-the-ots"),
        ("Соода үйү", "sooda-uyu"),
        ("Қазақстан: ғарыш, ұшу және өңір", "qazaqstan-gharysh-ushu-zhane-ongir"),
        ("Ўзбекистон ҳудуди", "uzbekiston-hududi"),
        ("Объединённый съезд", "obedinennyy-sezd"),
        ("Azərbaycan: İnnovasiya, çağrış, ölkə", "azerbaycan-innovasiya-cagris-olke"),
        ("Oʻzbekiston, gʻoya", "ozbekiston-goya"),
        ("Işık Gölü Çağrısı", "isik-golu-cagrisi"),
        ("“Vienna” – 2026/2027 (½)", "vienna-2026-2027-1-2"),
        ("サミット", "samitto"),
        ("  --  ", ""),
        ("", ""),
        ("\0\u200b", ""),
    ],
)
def test_words_of_any_script_become_part_of_an_address(words, slug):
    assert slug_of(words) == slug


def test_what_is_too_long_ends_with_a_whole_word():
    slug = slug_of("соода үйү " * 20)

    assert len(slug) <= LONGEST
    assert slug.endswith(("-uyu", "-sooda"))


def test_a_word_that_is_too_long_by_itself_is_cut():
    assert slug_of("ш" * 100) == ("sh" * 100)[:LONGEST]


def test_a_word_that_just_fits_is_whole():
    assert slug_of(f"{'a' * 64} bcdef ghi") == f"{'a' * 64}-bcdef"
