"""How a day is named: months and weekdays in the languages of the word lists, and which days there are.

A raw text may still hold mojibake,
so the table also knows every name as its UTF-8 bytes look when they are read as a one-byte code page.
"""

from __future__ import annotations

import re
from datetime import date

MONTHS: dict[str, str] = {
    "az": "yanvar fevral mart aprel may iyun iyul avqust sentyabr oktyabr noyabr dekabr",
    "cs": "leden|ledna únor|února březen|března duben|dubna květen|května červen|června červenec|července "
    "srpen|srpna září říjen|října listopad|listopadu prosinec|prosince",
    "de": "januar|jänner|jan februar|feb märz|mär|mrz april|apr mai juni|jun juli|jul august|aug "
    "september|sep|sept oktober|okt november|nov dezember|dez",
    "el": "ιανουάριος|ιανουαρίου φεβρουάριος|φεβρουαρίου μάρτιος|μαρτίου απρίλιος|απριλίου μάιος|μαΐου "
    "ιούνιος|ιουνίου ιούλιος|ιουλίου αύγουστος|αυγούστου σεπτέμβριος|σεπτεμβρίου οκτώβριος|οκτωβρίου "
    "νοέμβριος|νοεμβρίου δεκέμβριος|δεκεμβρίου",
    "en": "january|jan february|feb march|mar april|apr may june|jun july|jul august|aug september|sep|sept "
    "october|oct november|nov december|dec",
    "es": "enero|ene febrero|feb marzo|mar abril|abr mayo|may junio|jun julio|jul agosto|ago "
    "septiembre|setiembre|sep|sept octubre|oct noviembre|nov diciembre|dic",
    "fr": "janvier|janv février|févr mars avril|avr mai juin juillet|juil août septembre|sept octobre|oct "
    "novembre|nov décembre|déc",
    "is": "janúar febrúar mars apríl maí júní júlí ágúst september október nóvember desember",
    "it": "gennaio|gen febbraio|feb marzo|mar aprile|apr maggio|mag giugno|giu luglio|lug agosto|ago "
    "settembre|set|sett ottobre|ott novembre|nov dicembre|dic",
    "nl": "januari|jan februari|feb maart|mrt april|apr mei juni|jun juli|jul augustus|aug september|sep "
    "oktober|okt november|nov december|dec",
    "pl": "styczeń|stycznia luty|lutego marzec|marca kwiecień|kwietnia maj|maja czerwiec|czerwca lipiec|lipca "
    "sierpień|sierpnia wrzesień|września październik|października listopad|listopada grudzień|grudnia",
    "pt": "janeiro|jan fevereiro|fev março|mar abril|abr maio|mai junho|jun julho|jul agosto|ago setembro|set "
    "outubro|out novembro|nov dezembro|dez",
    "ro": "ianuarie|ian februarie|feb martie|mar aprilie|apr mai iunie|iun iulie|iul august|aug septembrie|sept "
    "octombrie|oct noiembrie|noi decembrie|dec",
    "ru": "январь|января|янв февраль|февраля|фев март|марта|мар апрель|апреля|апр май|мая июнь|июня|июн "
    "июль|июля|июл август|августа|авг сентябрь|сентября|сен октябрь|октября|окт ноябрь|ноября|ноя "
    "декабрь|декабря|дек",
    "sv": "januari|jan februari|feb mars april|apr maj juni|jun juli|jul augusti|aug september|sep oktober|okt "
    "november|nov december|dec",
    "tr": "ocak|oca şubat|şub mart|mar nisan|nis mayıs|may haziran|haz temmuz|tem ağustos|ağu eylül|eyl ekim|eki "
    "kasım|kas aralık|ara",
    "uk": "січень|січня лютий|лютого березень|березня квітень|квітня травень|травня червень|червня "
    "липень|липня серпень|серпня вересень|вересня жовтень|жовтня листопад|листопада грудень|грудня",
}
"""Twelve months a language, their forms parted by `|`, in the case that a date takes too."""

WEEKDAYS: dict[str, str] = {
    "az": "bazar çərşənbə cümə şənbə",
    "cs": "pondělí úterý středa čtvrtek pátek sobota neděle",
    "de": "montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag",
    "el": "δευτέρα τρίτη τετάρτη πέμπτη παρασκευή σάββατο κυριακή",
    "en": "monday tuesday wednesday thursday friday saturday sunday mon tue wed thu fri sat sun",
    "es": "lunes martes miércoles jueves viernes sábado domingo",
    "fr": "lundi mardi mercredi jeudi vendredi samedi dimanche",
    "is": "mánudagur þriðjudagur miðvikudagur fimmtudagur föstudagur laugardagur sunnudagur",
    "it": "lunedì martedì mercoledì giovedì venerdì sabato domenica",
    "nl": "maandag dinsdag woensdag donderdag vrijdag zaterdag zondag",
    "pl": "poniedziałek wtorek środa czwartek piątek sobota niedziela",
    "pt": "segunda-feira terça-feira quarta-feira quinta-feira sexta-feira",
    "ro": "luni marți miercuri joi vineri sâmbătă duminică",
    "ru": "понедельник вторник среда четверг пятница суббота воскресенье",
    "sv": "måndag tisdag onsdag torsdag fredag lördag söndag",
    "tr": "pazartesi salı çarşamba perşembe cuma cumartesi pazar",
    "uk": "понеділок вівторок середа четвер п'ятниця субота неділя",
}
"""The weekdays of a language: one may stand before or after the day, and is no publisher."""

TIMES: dict[str, str] = {
    "de": "veröffentlicht aktualisiert erstellt stand am um uhr",
    "en": "published updated update posted modified last on at am pm gmt utc est edt cet cest z t",
    "es": "publicado actualizado el a las de del",
    "fr": "publié mis modifié à jour le h",
    "it": "pubblicato aggiornato il alle ore",
    "nl": "gepubliceerd bijgewerkt op om",
    "pl": "opublikowano aktualizacja o godz",
    "pt": "publicado atualizado em às",
    "ru": "опубликовано обновлено в мск г",
    "sv": "publicerad uppdaterad kl",
    "tr": "yayın yayım yayınlanma yayınlandı giriş eklenme güncelleme güncellendi son tarihi tarih saat tsi",
    "uk": "опубліковано оновлено о",
}
"""What stands beside a day or an hour on a line that says when a page was published."""

_YEARS = range(1900, 2101)
_ISO = re.compile(r"(\d{4})-(\d\d)-(\d\d)\Z", re.ASCII)


def _fold(word: str) -> str:
    """`word` without case, dotted and dotless i taken for one.

    >>> _fold("ARALIK") == _fold("Aralık")
    True
    """
    return word.casefold().replace("ı", "i").replace("i̇", "i")


def _readings(word: str) -> set[str]:
    """The word, capitalised too, and how it looks when its bytes were read as a wrong code page."""
    found = set()
    for form in (word, word.capitalize(), word.upper()):
        found.add(form)
        if not form.isascii():
            for codec in ("cp1252", "latin-1", "cp1254"):
                found.add(form.encode().decode(codec, "ignore"))
            found.add(form.encode("cp1254", "ignore").decode("latin-1"))
    return {_fold(form) for form in found}


def _month_numbers() -> dict[str, int]:
    numbers: dict[str, int] = {}
    for names in MONTHS.values():
        for number, forms in enumerate(names.split(), 1):
            for form in forms.split("|"):
                numbers.update(dict.fromkeys(_readings(form), number))
    return numbers


_NUMBERS = _month_numbers()
_WEEKDAYS = frozenset(form for names in WEEKDAYS.values() for name in names.split() for form in _readings(name))


_OF_TIME = (
    _WEEKDAYS | set(_NUMBERS) | {form for words in TIMES.values() for name in words.split() for form in _readings(name)}
)


def month(name: str) -> int | None:
    """The number of the month that `name` names in one of the known languages, or None.

    >>> month("Aralık"), month("ARALIK"), month("décembre"), month("AralÄ±k"), month("Ankara")
    (12, 12, 12, 12, None)
    """
    return _NUMBERS.get(_fold(name))


def weekday(name: str) -> bool:
    """Whether `name` names a day of the week in one of the known languages."""
    return _fold(name) in _WEEKDAYS


def of_time(word: str) -> bool:
    """Whether a word names a month or a weekday, or stands where a page says when it was published.

    >>> of_time("Güncelleme"), of_time("Köprü")
    (True, False)
    """
    return _fold(word) in _OF_TIME


def calendar(year: int, number: int, day: int) -> date | None:
    """The day of the calendar, or None where there is no such day.

    >>> calendar(2023, 2, 29) is None
    True
    """
    if year not in _YEARS:
        return None
    try:
        return date(year, number, day)
    except ValueError:
        return None


def day_of(shown: str) -> date | None:
    """The day that `YYYY-MM-DD` names, or None for anything else.

    >>> day_of("2023-12-07"), day_of("2023-12")
    (datetime.date(2023, 12, 7), None)
    """
    found = _ISO.match(shown)
    return calendar(int(found[1]), int(found[2]), int(found[3])) if found else None
