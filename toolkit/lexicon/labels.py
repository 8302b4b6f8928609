"""Labels that pages put around an article and scrapes glue to it: `Devamını Oku`, `Lire aussi`, `BREAKING`.

Small lists of our own.  A label of one word is in a list of its own, as it is written: most are no part of a name in
capitals only (`REKLAM` is one, `ReklamStore` is not).
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

_ALONE = {
    "tr": (
        "REKLAM VİDEO GALERİ FOTO İZLE PAYLAŞ DEVAMI ETİKETLER FLAŞ Sponsorlu Etiketler Yorumlar Yazarlar "
        "Zorunlu Paylaş Kaydet Yazdır İçindekiler Kaynakça Künye Hakkımızda Duyurular İlanlar Güncelleme "
        "Manşetler Galeriler Haberler Öneriler Önerilen Seçtiklerimiz"
    ),
    "en": (
        "BREAKING ADVERTISEMENT SPONSORED RELATED LIVE VIDEO WATCH OPINION EXCLUSIVE UPDATED Sponsored "
        "Advertisement Comments Tags Related Contents Transcript Subscribe Newsletter Trending Recommended "
        "Highlights"
    ),
    "de": (
        "ANZEIGE WERBUNG VIDEO EILMELDUNG Anzeige Werbung Kommentare Teilen Drucken Inhaltsverzeichnis "
        "Schlagwörter Empfehlungen"
    ),
    "fr": "PUBLICITÉ VIDÉO EXCLUSIF DIRECT Publicité Commentaires Partager Imprimer Sommaire Abonnez-vous",
    "es": (
        "PUBLICIDAD VÍDEO VIDEO EXCLUSIVA DIRECTO Publicidad Comentarios Etiquetas Compartir Imprimir Suscríbete "
        "Relacionadas"
    ),
    "it": "PUBBLICITÀ VIDEO ESCLUSIVA Pubblicità Commenti Condividi Abbonati Correlati",
    "pt": "PUBLICIDADE VÍDEO EXCLUSIVO Publicidade Comentários Compartilhar Partilhar Imprimir Assine",
    "nl": "ADVERTENTIE VIDEO Advertentie Reacties Gesponsord",
    "pl": "REKLAMA WIDEO PILNE Komentarze Udostępnij Drukuj Polecane",
    "ru": "РЕКЛАМА ВИДЕО СРОЧНО ФОТО Комментарии Поделиться Рекомендуем",
    "uk": "РЕКЛАМА ВІДЕО ТЕРМІНОВО ФОТО Коментарі Поділитися Рекомендуємо",
    "ro": "PUBLICITATE VIDEO EXCLUSIV Publicitate Comentarii Distribuie",
    "sv": "ANNONS VIDEO Kommentarer",
    "cs": "REKLAMA VIDEO Komentáře Sdílet Inzerce Doporučujeme",
    "el": "ΔΙΑΦΗΜΙΣΗ ΒΙΝΤΕΟ Διαφήμιση Σχόλια Κοινοποίηση",
    "is": "AUGLÝSING Auglýsing Ummæli",
}


@cache
def labels(language: str | None) -> frozenset[str]:
    """The labels of a language: folded those of several words, as they stand those in capitals.

    >>> "devamını oku" in labels("tr"), "BREAKING" in labels("en"), labels(None)
    (True, True, frozenset())
    """
    lists = (_LABELS.get(language or "", ""), _ALONE.get(language or "", ""))
    several = (fold(label, language or "") for label in lists[0].split(",") if label)
    return frozenset((*several, *lists[1].split()))
