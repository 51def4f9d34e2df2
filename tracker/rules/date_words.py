"""The words of dates in the seven languages, whichever of them the reader has chosen."""

from collections import defaultdict
from functools import cache
from typing import NamedTuple

from .folding import plain


class Word(NamedTuple):
    """What a word says: the code of a month or of a season as EDTF has it, which "part" of a year,
    an "ordinal", a "doubt", or nothing (`kind` is "" then).
    """

    kind: str
    value: str = ""


QUARTER, HALF = "quarter", "half"
FROM = frozenset(map(plain, ("from", "с", "со")))
TO = frozenset(map(plain, ("to", "по", "до")))
PHRASES = {
    "~": "болжол менен",
    "?": "нақты емес|так эмес|aniq emas|dəqiq deyil|kesin değil",
}
"""{sign: the words that say a doubt together, as a regular expression}."""

_MONTHS = {
    "01": ("january jan январь января январе янв oca yan ynv қаң", "қаңтар январ yanvar ocak ocağ"),
    "02": (
        "february feb февраль февраля феврале фев февр fev fvr şub ақп",
        "ақпан феврал fevral şubat",
    ),
    "03": ("march mar марта марте мар нау", "наурыз март mart"),
    "04": ("april apr апрель апреля апреле апр nis сәу", "сәуір апрел aprel nisan"),
    "05": ("may мая мае мам", "мамыр май may mayıs"),
    "06": ("june jun июнь июня июне haz iyn мау", "маусым июн iyun haziran"),
    "07": ("july jul июль июля июле tem iyl шіл", "шілде июл iyul temmuz"),
    "08": ("august aug августа августе авг avg avq ağu там", "тамыз август avgust avqust ağustos"),
    "09": (
        "september sept sep сентябрь сентября сентябре сен сент eyl sen snt қыр",
        "қыркүйек қыркүйег сентябр sentabr sentyabr eylül",
    ),
    "10": (
        "october oct октябрь октября октябре окт eki okt қаз",
        "қазан октябр oktabr oktyabr ekim",
    ),
    "11": ("november nov ноябрь ноября ноябре ноя нояб noy kas қар", "қараша ноябр noyabr kasım"),
    "12": (
        "december dec декабрь декабря декабре дек dek ara жел",
        "желтоқсан декабр dekabr aralık aralığ",
    ),
}
"""{code: (whole words, what takes the endings of a Turkic language)}; so are the next ones."""
_SEASONS = {
    "21": ("spring весна весны весне весной весною", "көктем bahor bahar ilkbahar"),
    "22": ("summer лето лета лете летом", "yoz yay жай"),
    "23": ("autumn fall осень осени осенью", "күз kuz güz sonbahar payız"),
    "24": ("winter зима зимы зиме зимой зимою", "қыс кыш qish qış kış"),
}
_SEASONS_BY_LANGUAGE = {"yaz": {"az": "21", "tr": "22"}, "жаз": {"ky": "21", "kk": "22"}}
"""What is spring in one language and summer in the next."""
_QUARTERS = (
    "q qtr quarter quarters квартала квартале кварталы кварталов кварталах кв тоқс ч ch ç",
    "квартал тоқсан чейрек чейрег chorak chorag çeyrek çeyreğ rüb kvartal",
)
_HALVES = (
    "h half halves полугодие полугодия полугодии полугодий половина половины половине половину",
    "жарты жартыжылдық жартыжылдығ жарым yarı yarıyıl yarımil yarımillik yarım yarm",
)
_ORDINALS = {
    "1": "first первый первая первое первого первой первом первую i бірінші биринчи birinci"
    " birinchi ilk",
    "2": "second второй вторая второе второго втором вторую ii екінші экинчи ikinci ikkinchi",
    "3": "third третий третья третье третьего третьей третьем третью iii үшінші үчүнчү üçüncü"
    " uchinchi",
    "4": "fourth четвертый четвертого четвертом iv төртінші төртүнчү dördüncü toʻrtinchi",
}
_DOUBTS = {
    "~": "about around approximately approx ca circa примерно приблизительно около ориентировочно"
    " шамамен taxminan təxminən yaklaşık",
    "?": "uncertain предположительно",
}
_BESIDE = (
    "of the in во в year г гг год года году годы годов годах ж жж y жылдық жылдык yillik illik",
    "жыл жылдар жылдығ жылдыг yil yıl yillar yıllar il illər yillig ай ay oy",
)
"""Words of years and months, which say nothing besides."""
_OF_NUMBERS = (
    "st nd rd th й ый ой ий я ая ья е ое ье го ого м ом ем х ші шы нші ншы чи чы чу чү нчи нчы нчу"
    " нчү chi inchi nchi cı ci cu cü ncı nci ncu ncü inci ıncı uncu üncü nın nin nun nün ın un ün"
    " da de ta te də dəki daki deki taki teki ning"
)
"""What stands behind a number: "15th", "3-й", "2026'nın"."""
_CASES = (
    "да де та те до то нда нде ндо ы и у сы си су ын ин ун нын нин нун нон дын дин дун дон тын тин"
    " тун тон ында инде унда ундо сында синде сунда гы ги дагы деги тагы теги дары дери ндагы"
    " ындагы индеги синдаги da de ta te nda nde i u si su in un nin nun ning inin unun sinin inda"
    " inde unda unde sinda sinde sida ida gi dagi deki daki idagi indaki indeki sindaki sindeki"
)
"""Cases and possessives of Turkic languages, folded; none says "from" or "until"."""
_ENDINGS = frozenset({"", *_CASES.split()})

type _Meanings = dict[str, dict[Word, set[str]]]
"""{folded word: {what it says: the languages in which it does, none if in all}}"""


@cache
def _lexicon() -> tuple[_Meanings, _Meanings]:
    """Return what whole words say, and what stems say to which an ending may be added."""
    whole: _Meanings = defaultdict(dict)
    stems: _Meanings = defaultdict(dict)

    def add(word: Word, forms: str, cased: str = "", *, language: str = "") -> None:
        languages = {language} - {""}
        for known, texts in ((whole, forms), (stems, cased)):
            for text in texts.split():
                known[plain(text)].setdefault(word, set()).update(languages)

    add(Word(""), *_BESIDE)
    add(Word(""), _OF_NUMBERS)
    for code, words in (_MONTHS | _SEASONS).items():
        add(Word("code", code), *words)
    for stem, seasons in _SEASONS_BY_LANGUAGE.items():
        for language, code in seasons.items():
            add(Word("code", code), "", stem, language=language)
    add(Word("part", QUARTER), *_QUARTERS)
    add(Word("part", HALF), *_HALVES)
    for number, forms in _ORDINALS.items():
        add(Word("ordinal", number), forms)
    for sign, forms in _DOUBTS.items():
        add(Word("doubt", sign), forms)
    return dict(whole), dict(stems)


def said_by(word: str, language: str) -> list[Word]:
    """Return what a word, folded by `plain`, may say to the reader of a language, if anything.

    What another language says by it is left out if the reader's own says something.
    """
    whole, stems = _lexicon()
    found = dict(whole.get(word, {}))
    for end in range(1, len(word) + 1):
        if word[end:] in _ENDINGS:
            found |= stems.get(word[:end], {})
    own = [meaning for meaning, languages in found.items() if language in languages]
    return own or list(found)
