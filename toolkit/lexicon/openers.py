"""Words that open a sentence and are hardly ever half of a name: pronouns, articles, conjunctions, adverbs.

Small closed lists of our own.  Frequency alone does not tell them: `haber` and `türk` are as frequent as `ancak`, but
stand in `ATVHaber` and `CNNTürk`.
"""

from __future__ import annotations

from functools import cache

from toolkit.lexicon.folding import fold

_OPENERS = {
    "tr": (
        "hem sanki o bu şu bunu buna bunun bunlar bunları bunların şimdi şunu şöyle böyle öyle onu ona onun onlar "
        "onların onları ben bana beni benim sen sana seni siz sizin biz bizim bize bizi ve ama ancak fakat lakin "
        "çünkü oysa oysaki hâlâ hala ayrıca eğer nasıl neden niçin niye nerede hangi kim kimi kimse ne hiç hiçbir "
        "her herkes hepsi hep bazı bazıları birçok bir biri birkaç bütün tüm diğer öte önce sonra daha en çok az "
        "artık yine gene yani zaten belki sadece yalnız yalnızca böylece dolayısıyla nitekim örneğin mesela "
        "üstelik hatta ise için gibi göre karşı bugün dün yarın geçen gelecek ilk son iki üç dört beş işte evet "
        "hayır peki tabii elbette özellikle genellikle bence burada orada şurada böylesine bundan ondan"
    ),
    "en": (
        "the this that these those there here he she it they we you his her its their our my your who what when "
        "where why how which and but or nor yet because although though while since after before if unless until "
        "however therefore meanwhile moreover also then thus so as at by for from with without to of upon under "
        "over between among an some any many most several each every both all no not never only even just perhaps "
        "maybe yes please thanks according during despite i a is are was were do does did can could will would "
        "should may might has have had let i'm it's i'll thank another such once"
    ),
    "de": (
        "der die das den dem des ein eine einen einem einer eines dieser diese dieses diesem diesen er sie es wir "
        "ihr ich du man und aber oder denn doch sondern weil dass wenn als ob obwohl während nachdem bevor seit "
        "bis in im an am auf aus bei beim mit nach von vom vor zu zum zur für gegen ohne um über unter zwischen "
        "durch wegen trotz auch nur noch schon sehr so da dann dort hier heute gestern morgen nun jetzt wie was "
        "wer wo warum wann welche jeder jede alle viele einige keine kein mein meine sein seine ihre ihren unser "
        "unsere laut dabei damit dazu deshalb daher jedoch außerdem zudem nicht nie ist sind war waren hat haben "
        "wird kann soll ja nein hinter neben gegenüber statt"
    ),
    "fr": (
        "le la les l un une des du de d ce cet cette ces il elle ils elles on nous vous je j tu y qui que qu quoi "
        "dont où et mais ou donc or ni car si comme quand lorsque puisque parce alors ainsi aussi encore déjà "
        "puis ensuite enfin après avant pendant depuis dans sur sous avec sans pour par contre entre vers chez "
        "selon à au aux en son sa ses leur leurs mon ma mes notre nos votre vos tout tous toute toutes chaque "
        "plusieurs quelques aucun aucune très plus moins pas ne n non oui c'est malgré grâce c s m t cependant "
        "toutefois néanmoins désormais aujourd est sont était"
    ),
    "es": (
        "uno el la los las un una unos unas lo este esta estos estas ese esa eso esto aquel él ella ellos ellas "
        "nosotros usted ustedes yo tú se me te le les nos y e o u pero sino porque aunque si como cuando donde "
        "mientras pues que qué quién cuál en de del a al con sin por para sobre entre desde hasta hacia según "
        "durante tras ante su sus mi mis tu tus nuestro nuestra todo toda todos todas cada muchos muchas algunos "
        "algunas ningún otro otra otros muy más menos también tampoco así además ya no sí nunca siempre aquí allí "
        "hoy ayer ahora después antes luego entonces es son era fue hay ha tal"
    ),
    "it": (
        "avendo il lo la i gli le un uno una l questo questa questi queste quello quella quelli egli lui lei loro "
        "essi io tu noi voi si mi ti ci vi e ed o ma però perché se come quando dove mentre che chi cosa quale in "
        "nel nella nei nelle nello di del della dei delle dello da dal dalla a al alla ai alle con senza per su "
        "sul sulla tra fra secondo durante dopo prima suo sua suoi sue mio mia nostro nostra tutto tutti tutta "
        "tutte ogni molti molte alcuni alcune nessuno altro altri più meno anche ancora già così inoltre non mai "
        "sempre qui oggi ieri ora poi è era sono fu ha hanno"
    ),
    "pt": (
        "nisto diariamente cá mesmo o a os as um uma uns umas este esta estes estas esse essa isso isto aquele "
        "ele ela eles elas nós você vocês eu tu se me lhe e ou mas porém porque embora como quando onde enquanto "
        "pois que quem qual em no na nos nas num numa de do da dos das ao à aos às com sem por pelo pela pelos "
        "para sobre entre desde até segundo durante após antes depois seu sua seus suas meu minha nosso nossa "
        "todo toda todos todas cada muitos muitas alguns algumas nenhum outro outra outros mais menos também "
        "ainda já assim além não nunca sempre aqui hoje ontem agora então é era foi são há"
    ),
    "nl": (
        "de het een dit dat deze die hij zij ze wij we jullie ik je u men er hier daar en maar of want omdat als "
        "toen terwijl hoewel indien in op aan bij met naar van voor door over onder tussen uit om te tot zonder "
        "volgens tijdens na sinds zijn haar hun ons onze mijn jouw alle elke ieder veel enkele geen andere meer "
        "ook nog al dan dus zo toch echter daarom bovendien niet nooit altijd nu vandaag gisteren wat wie waar "
        "wanneer waarom hoe welke is was waren heeft wordt behalve"
    ),
    "pl": (
        "w we z ze na do od po o u i a ale oraz albo lub ani że żeby aby gdy kiedy jeśli jeżeli jak jako ponieważ "
        "bo więc jednak choć chociaż podczas przed przez przy dla bez pod nad między za ku według to ten ta te ci "
        "tego tej tych tym on ona ono oni one jego jej ich ja ty my wy się nie tak już jeszcze tylko także też "
        "również bardzo więcej mniej każdy każda wszystkie wszyscy kilka wiele inne inny który która które kto co "
        "gdzie dlaczego czy dziś wczoraj teraz potem tam tu jest są był była było były będzie może"
    ),
    "cs": (
        "v ve z ze na do od po o u k ke s se si a i ale nebo ani že aby když pokud jestliže jak jako protože "
        "neboť proto však ačkoli během před přes při pro bez pod nad mezi za podle to ten ta ty ti toho té těch "
        "tím on ona ono oni jeho její jejich já my vy ne už ještě jen také též velmi více méně každý každá "
        "všechny všichni několik mnoho jiný který která které kdo co kde proč dnes včera nyní teď pak tam tady "
        "tak je jsou byl byla bylo byli bude může"
    ),
    "ro": (
        "iar având unul un o unui unei niște acest această acești aceste acel acea el ea ei ele noi voi eu tu se mă "
        "te ne vă își și sau dar însă ci deoarece deși dacă când unde cum că ca care ce cine în din de la pe cu "
        "fără pentru prin peste sub între după înainte spre conform potrivit lui său sa săi sale lor mea meu "
        "nostru toate toți tot fiecare mulți multe unii unele niciun alt altă alții mai mult puțin foarte "
        "asemenea încă deja astfel nu niciodată întotdeauna aici azi ieri acum apoi este sunt era au a fost"
    ),
    "sv": (
        "den det de en ett denna detta dessa han hon vi ni jag du man dom och men eller för att som om när då "
        "därför medan eftersom fast trots i på av till från med utan vid under över mellan genom mot efter före "
        "enligt hans hennes deras sin sitt sina min mitt vår vårt alla varje många några ingen inget andra mer "
        "mindre mycket också även ännu redan så dock dessutom inte aldrig alltid här där idag igår nu sedan vad "
        "vem var varför hur vilka är har hade blir kan ska"
    ),
    "is": (
        "utan hann hún það þeir þær þau við þið ég þú sá sú þetta þessi þessir og en eða því að sem ef þegar þar "
        "hér svo þó í á af til frá með án undir yfir milli eftir fyrir samkvæmt um úr hans hennar þeirra sinn "
        "sína minn allir allar öll hver margir margar engin enginn annar aðrir meira mjög líka einnig enn ekki "
        "aldrei alltaf nú dag er eru var voru hefur hafa hvað hvar hvenær hvers"
    ),
    "ru": (
        "в во на с со к ко по о об от до из за для без при у под над между через после перед и а но или да же ли "
        "что чтобы как когда если хотя потому поэтому однако также тоже так вот это этот эта эти этого этой этих "
        "тот та те том он она оно они его её ее их я ты мы вы мне нам вам не ни нет ещё еще уже только даже очень "
        "более менее все всё весь вся каждый многие некоторые другие который которая кто где куда почему какой "
        "какие здесь там тогда теперь сейчас сегодня вчера затем потом был была было были есть будет может "
        "согласно кроме среди"
    ),
    "uk": (
        "в у на з із зі до від по о об за для без при під над між через після перед і й та а але або чи що щоб як "
        "коли якщо хоча тому однак проте також теж так ось це цей ця ці цього цієї цих той ті він вона воно вони "
        "його її їх я ти ми ви мені нам вам не ні ще вже тільки навіть дуже більше менше всі все весь вся кожен "
        "багато деякі інші який яка яке які хто де куди чому тут там тоді тепер зараз сьогодні вчора потім був "
        "була було були є буде може згідно крім серед"
    ),
    "el": (
        "ο η το οι τα τον την του της των τους τις ένας μια μία ένα αυτός αυτή αυτό αυτοί αυτά εκείνος εγώ εσύ "
        "εμείς εσείς και κι ή αλλά όμως γιατί επειδή αν όταν ενώ αφού όπως που πως ότι να θα δεν δε μη μην σε στο "
        "στη στην στον στα στις στους με χωρίς για από προς κατά μετά πριν μέχρι ως κάθε όλοι όλα όλες πολλοί "
        "μερικοί άλλος πιο πολύ λίγο επίσης ακόμα ήδη έτσι ποτέ πάντα εδώ εκεί σήμερα χθες τώρα τότε τι ποιος πού "
        "πότε είναι ήταν έχει μου σου μας σας"
    ),
}


_LINKS = (
    "and or und oder sowie bzw et ou ni y o e oppure en of i oraz lub albo a nebo ani și sau och eller samt og eða "
    "ve veya ile ya yahut και ή и или і й та або чи va və ja ali ili"
)
LINKS = frozenset(_LINKS.split())
"""Words that link two names, in one language or another."""

_ARTICLES = {
    "en": "the my your our a an every",
    "de": "der die eine mein unser",
    "fr": "le la les un une mon ma mes notre",
    "es": "el los las mi un una nuestro",
    "it": "il gli lo i un una mio mia",
    "pt": "o os um uma meu minha",
    "nl": "de het een mijn onze",
    "sv": "en ett min mitt vår",
    "pl": "mój moja twój",
    "cs": "můj moje náš",
    "ro": "un o meu",
    "el": "ο η το οι τα τον την του της ένα μια",
    "ru": "мой моя наш наша",
    "uk": "мій моя наш наша",
}
"""Words that stand before a noun and end no heading, but begin a name: `myAccount`, `elDiario`."""


@cache
def openers(language: str | None) -> frozenset[str]:
    """The opening words of a language, folded; none for a language without a list.

    >>> "ancak" in openers("tr"), "haber" in openers("tr"), openers(None)
    (True, False, frozenset())
    """
    if language is None:
        return frozenset()
    return frozenset(fold(word, language) for word in _OPENERS.get(language, "").split())


@cache
def articles(language: str | None) -> frozenset[str]:
    """The words of a language that only stand before a noun, in lower case.

    >>> "the" in articles("en"), articles("tr")
    (True, frozenset())
    """
    return frozenset(_ARTICLES.get(language or "", "").split())
