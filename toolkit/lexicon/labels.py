"""Labels that pages put around an article and scrapes glue to it: `Devamını Oku`, `Lire aussi`, `BREAKING`.

Small lists of our own.  A label of one word is in a list of its own, since only in capitals it is no part of a name:
`REKLAM` is one, `ReklamStore` is not.
"""

from __future__ import annotations

from functools import cache

from toolkit.lexicon.folding import fold

_LABELS = {
    "tr": (
        "ana sayfa,son dakika,devamını oku,devamı için tıklayın,haberin devamı,haberin devamı için tıklayın,"
        "ilgili haber,ilgili haberler,sıradaki haber,önceki haber,sonraki haber,diğer haberler,benzer haberler,"
        "takip et,bizi takip edin,giriş yap,üye ol,abone ol,yorum yap,yorum yaz,yorumları oku,editörün seçimi,"
        "reklamı kapat,reklam alanı,çok okunanlar,en çok okunanlar,facebook'ta paylaş,twitter'da paylaş,"
        "whatsapp'ta paylaş,haberi paylaş,foto galeri,video galeri,canlı yayın,zorunlu alan,haber merkezi"
    ),
    "en": (
        "read more,read also,read next,continue reading,learn more,see also,sign in,sign up,log in,subscribe now,"
        "breaking news,related articles,related stories,most read,share this,follow us,editor's pick,live updates,"
        "skip to content,story continues below,watch live,latest news"
    ),
    "de": (
        "mehr lesen,weiterlesen,mehr zum thema,lesen sie auch,auch interessant,jetzt anmelden,jetzt abonnieren,"
        "zur startseite,meist gelesen,artikel teilen,das könnte sie interessieren"
    ),
    "fr": "lire aussi,à lire aussi,lire la suite,à la une,voir aussi,en savoir plus,se connecter,les plus lus",
    "es": (
        "leer más,leer también,lea también,seguir leyendo,ver más,iniciar sesión,última hora,lo más leído,"
        "te puede interesar,noticias relacionadas"
    ),
    "it": "leggi anche,leggi tutto,ultime notizie,più letti,potrebbe interessarti,continua a leggere",
    "pt": "leia mais,leia também,saiba mais,últimas notícias,mais lidas,continue lendo,ver mais",
    "nl": "lees meer,lees ook,lees verder,meest gelezen,laatste nieuws",
    "pl": "czytaj więcej,czytaj także,zobacz także,zobacz też,czytaj dalej,z ostatniej chwili",
    "ru": "читайте также,читать далее,читать полностью,главные новости,смотрите также,по теме",
    "uk": "читайте також,читати далі,головні новини,дивіться також",
    "ro": "citește și,citiți și,citește mai mult,știri conexe,ultimele știri",
    "sv": "läs mer,läs också,läs även,senaste nytt,mest lästa",
    "cs": "číst dále,čtěte také,přečtěte si také,nejčtenější články",
    "el": "διαβάστε επίσης,διαβάστε περισσότερα,δείτε επίσης,τελευταία νέα",
    "is": "lesa meira,lesa einnig,sjá einnig,mest lesið",
}

_CAPITALS = {
    "tr": "REKLAM VİDEO GALERİ FOTO İZLE PAYLAŞ DEVAMI ETİKETLER FLAŞ",
    "en": "BREAKING ADVERTISEMENT SPONSORED RELATED LIVE VIDEO WATCH OPINION EXCLUSIVE UPDATED",
    "de": "ANZEIGE WERBUNG VIDEO EILMELDUNG",
    "fr": "PUBLICITÉ VIDÉO EXCLUSIF DIRECT",
    "es": "PUBLICIDAD VÍDEO VIDEO EXCLUSIVA DIRECTO",
    "it": "PUBBLICITÀ VIDEO ESCLUSIVA",
    "pt": "PUBLICIDADE VÍDEO EXCLUSIVO",
    "nl": "ADVERTENTIE VIDEO",
    "pl": "REKLAMA WIDEO PILNE",
    "ru": "РЕКЛАМА ВИДЕО СРОЧНО ФОТО",
    "uk": "РЕКЛАМА ВІДЕО ТЕРМІНОВО ФОТО",
    "ro": "PUBLICITATE VIDEO EXCLUSIV",
    "sv": "ANNONS VIDEO",
    "cs": "REKLAMA VIDEO",
    "el": "ΔΙΑΦΗΜΙΣΗ ΒΙΝΤΕΟ",
    "is": "AUGLÝSING",
}


@cache
def labels(language: str | None) -> frozenset[str]:
    """The labels of a language: folded those of several words, as they stand those in capitals.

    >>> "devamını oku" in labels("tr"), "BREAKING" in labels("en"), labels(None)
    (True, True, frozenset())
    """
    lists = (_LABELS.get(language or "", ""), _CAPITALS.get(language or "", ""))
    several = (fold(label, language or "") for label in lists[0].split(",") if label)
    return frozenset((*several, *lists[1].split()))
