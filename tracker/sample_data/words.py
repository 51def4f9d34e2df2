"""What a world of test data is made of: words that speak of nothing in particular."""

NOUNS = {
    "en": ["platform", "registry", "network", "programme", "laboratory", "fund", "forum", "portal",
           "standard", "academy", "data centre", "corridor"],
    "ru": ["платформа", "реестр", "сеть", "программа", "лаборатория", "фонд", "форум", "портал",
           "стандарт", "академия", "центр данных", "коридор"],
}  # fmt: skip
FIELDS = {
    "en": ["artificial intelligence", "digital signatures", "green energy", "standards", "space",
           "small enterprises", "transport", "customs", "education", "health", "water", "trade",
           "culture", "youth", "tourism", "farming", "statistics", "ports", "media", "sport"],
    "ru": ["искусственного интеллекта", "электронной подписи", "зелёной энергетики",
           "стандартизации", "космоса", "малого бизнеса", "транспорта", "таможни", "образования",
           "здравоохранения", "водных ресурсов", "торговли", "культуры", "молодёжи", "туризма",
           "сельского хозяйства", "статистики", "портов", "медиа", "спорта"],
}  # fmt: skip
TITLE = {
    "en": "Test {noun} no. {number} in the field of {field}",
    "ru": "Тестовая инициатива № {number} в области {field}: {noun}",
}
SUMMARY = {
    "en": "An invented text for tests: the parties intend to set up a {noun} in the field of"
    " {field}, to agree on its rules and to report on it. Number {number}.",
    "ru": "Вымышленный текст для испытаний: стороны намерены создать {noun} в области {field},"
    " согласовать порядок работы, обменяться опытом и докладывать о ходе работ на ближайших"
    " заседаниях рабочих групп и министров. Номер {number}.",
}
SENTENCE = {
    "en": "Invented for tests: step {number} of the {noun} in the field of {field}.",
    "ru": "Вымышлено для испытаний: шаг {number}, {noun} в области {field}, о котором стороны"
    " сообщили после очередного заседания.",
}
QUOTES = {
    "az": "Sınaq üçün uydurulmuş cümlə: tərəflər {number} nömrəli layihənin icrasını razılaşdırdı.",
    "en": "An invented sentence for tests: the parties agreed on the work of project {number}.",
    "kk": "Сынақ үшін ойдан шығарылған сөйлем: тараптар № {number} жобаны іске асыруға келісті.",
    "ky": "Сыноо үчүн ойдон чыгарылган сүйлөм: тараптар № {number} долбоорду ишке ашырууга макул.",
    "ru": "Вымышленное предложение для испытаний: стороны договорились о работе по проекту"
    " № {number} и о докладе на следующей встрече.",
    "tr": "Deneme için uydurulmuş cümle: taraflar {number} numaralı projede anlaştı.",
    "uz": "Sinov uchun oʻylab topilgan gap: tomonlar {number}-loyihani amalga oshirishga kelishdi.",
}
"""A sentence a language, for the archived texts."""
