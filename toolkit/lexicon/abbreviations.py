"""Abbreviations that end in a full stop, by language: small lists of our own, since no package keeps them well.

Two kinds.  A *title* stands before a name, a number or another abbreviation and never ends a sentence (`Dr.`, `No.`);
a *closing* one often does (`etc.`, `Ltd.`), so the word that follows has to decide.  All are kept in lower case,
without their last full stop; those with inner dots are told by their form and need no entry.
"""

from __future__ import annotations

from functools import cache

_SHARED = (
    "dr prof mr mrs ms st no nr vol op cit ed eds fig inc ltd corp co bros jr sr vs al etc gen col capt lt sgt rev hon "
    "jan feb mar apr jun jul aug sep sept oct nov dec tel fax www ca cf ft max min ph"
)

_ADDRESSES = "com org www os sys fmt npm json numpy scipy asyncio pytest unittest javax jquery mysql stdio typing"
"""Parts of addresses and of names in code, which the word behind them belongs to."""

_TITLES = {
    "tr": (
        "prof doç yrd dr öğr gör arş uzm op av sn hz st mr mrs ms alb yzb bnb yb tğm ütğm org korg tümg tuğg gen "
        "kur bşk müh mim ecz dz kd çvş onb no mah mh cad cd sok sk apt blv bul bkz krş çev haz yay ank ist tel nr "
        "md böl mad say s sf m.ö m.s dt ord şek bl şb gn yön hem hemş vet hek hiz zir esn kef koop astsb eğt müd "
        "vit yrg muh psik fiz bnş ulş tls komv ütgm tgm jan süv kom rek mrk ant res hzl ütk tab tbl grf blm "
        "md.yrd bşyrd cum yarg elç mrşl prf dçnt ass asst müfs şeh ilç muht lis fak enst inş taah nak gıd teks "
        "elek ith ihr akt bkm rev nşr tlf apr şrt kğ knt mvk mdr bld grp baş.yrd"
    ),
    "en": (
        "approx incl excl supp avg e.g i.e mc dr prof mr mrs ms messrs mt st ste gen col lt capt cmdr maj sgt cpl "
        "adm rev fr hon sen rep gov pres supt det insp no nos vol vols fig figs eq ed eds pp p op cf ch sec art "
        "viz vs ft pt reg sgts lieut comdr brig prov hwy rte mme mlle repr hist intl natl univ assn assoc bldg "
        "hosp mus soc inst proc ser suppl abr pvt asst atty dist emer wm chas jas geo thos jos edw robt rt pk sq "
        "ctr ctl bks lk st.s cpt ens lcpl sra spc wo gnr spr cllr ald bart esqs gal.lib mfg rd.no wk qtr yr ext "
        "fwd attn twp vlg msgr cantt"
    ),
    "de": (
        "z.b d.h dr prof hr fr frl st nr bd abs art abb tab kap s vgl hrsg dipl ing mag z b u d h i e ca bzgl sog "
        "evtl ggf insb str geb gest verh v vom zit bspw einschl fa inh tel pos nrn ziff bhf pl bgm rs az anl lt "
        "gr jg wg pfr verf sogen zzgl gez psych halbs neust hbf flugh whg buchst rdnr bez kr reg lkr ldkr ges erl "
        "bek vo städt ev kath allg frankf südd nördl südl östl westl hess bay nds württ preuß österr frz engl lat "
        "griech ital russ amerik ehem oberst hptm ltn oblt fw uffz gefr arch apoth pf superint rechtsanw stb wp "
        "stadtr gebr lfd lfg postf pck päck msp stk ostr stdir obgm amtsger landger verw vors stellv bsp anm "
        "fortf forts hlg zi lic mdb dr.med wwe fam geschw inf art.nr"
    ),
    "fr": (
        "p.ex c.-à-d m mm mme mmes mlle mlles me mgr dr pr st ste no n fig vol p pp art chap éd cf av bd boul env "
        "mtre pl cass civ crim rép lieut cdt réf ann tabl gle sté ets éts gén lt slt adj sgt maj card rév vve "
        "trad dir préf rééd rec req trib arr décr circ adjt bât esc app appt rés hab env.t hist géogr"
    ),
    "es": (
        "p.ej sr sra srta sres d dña dr dra prof lic ing arq gral cap cnel tte sto sta s fr mons excmo núm n pág "
        "págs p art vol fig cf av avda c ed tel mtro mtra pza ctra ntra mr mrs tnte alm fdez prov sgto cmte alfz "
        "card rvdo rvda hno hna fdo dpto depto mpio blvr cra cll tabl lib univ trad comp dir pról ilustr pte blvd "
        "urb ptal bjo esc izq dcha pral apdo col deleg cdad"
    ),
    "it": (
        "p.es sig sigg sigra dott dottssa prof profssa ing avv arch geom on sen mons don s ss st n nn pag pagg p "
        "art artt vol fig cfr cap ecc tel gen col rag cav comm cass civ sez cod proc mr gov amm uff fam p.zza "
        "c.so v.le magg ten serg brig card rev sac tab lib trad pref prov trib univ ist assoc coop soc reg mus "
        "aut segr pres resp dip"
    ),
    "pt": (
        "p.ex sr sra srs sras dr dra drs prof profa eng arq d exmo exma ilmo gen cel cap maj ten sto sta s n núm "
        "pág p art vol fig cf av r tel ed eng.ª pç brig dep sen sgt cb alf alm card mons rev tab lib dir trad "
        "pref prov trib univ inst assoc coop soc dept secr mun reg mús aut pres resp rod trav bl apt"
    ),
    "nl": (
        "o.a d.w.z dhr mevr mw mr dr drs ir ing prof ds st nr nrs blz p art vol fig bijv bv zgn ca resp m h a str "
        "fam lic jhr kol kpt gen lt sgt adm kard pater zr br hfst dl tab bijl rb prov gem univ inst reg muz aut "
        "afd dir voorz secr wnd"
    ),
    "pl": (
        "m.in p pp dr hab prof mgr inż lek med gen płk ppłk mjr kpt por ppor sierż kpr ks o bp abp kard św śp red "
        "ul al pl os nr str s t rys tab art ust pkt poz np tzw tzn m in im pok lok tel fot mec sygn dyr rtm adm "
        "dn woj gm rozdz zob zał kadm wadm chor plut szer bł kan prał apost oprac wstęp il gmin tow przeds spółdz "
        "inst uniw wydz urz okr reż muz wyk oddz kier zast pełn przew sekr"
    ),
    "cs": (
        "p pí sl dr mudr judr phdr ing mgr bc prof doc rndr mvdr csc gen plk mjr kpt por sv tzv tj např č čís str "
        "s obr tab odst ul nám tř kap zn aj popř resp ev sp ust arch akad pplk adm npor čet des škpt rtm nrtm "
        "prap kan farář přel vyd sest ilustr úř okr obv rež hud odd ved zást předs taj"
    ),
    "ro": (
        "dl dna d dr prof ing av arh gen col lt cpt sf nr art alin lit pag p vol fig str bd bl sc ap jud com loc "
        "cca ex pct ec plt mr dir mun trib inst asoc cdor slt sg gral mons ierom arhim trad tab muz aut secr pres "
        "sect"
    ),
    "sv": (
        "t.ex bl.a dr prof hr fr st nr sid s kap fig tab bl ca jfr kl resp t kv tel fru prop kungl civ ing gen öv "
        "övlt kapt löjtn fänr serg biskop kyrkoh kh past avd övers utg univ inst komm lä ordf sekr reg mus förf"
    ),
    "is": "t.d þ.e dr sr séra hr fr frú próf nr bls s sbr þ e t m a þ skv lg rg hæstv gen frk ritstj þýð útg ráðh",
    "ru": (
        "т.е г гр д р ул пр просп пер пл наб обл респ р-н им св проф акад доц канд т тов ст стр с рис табл гл п "
        "пп ч ср ок о оз ген полк подп майор кап лейт серж г-н г-жа напр тел корп кв эт зам пом нач деп врио и.о "
        "уч инж буд фот губ адм вице-адм контр-адм подполк ген-м ефр прап мичм преп архиеп еп митр архим игум "
        "иером прот свящ прил илл сост перев корр дер пос туп б-р мкр р-он здрав гос нац фед сев зап вост юж муз "
        "реж авт худ исп засл нар чл-корр пгт бул ост имп патр прп блж сщмч мч яз др-р гр-ка ген-лейт упр отд каф "
        "спец яндекс"
    ),
    "uk": (
        "т.є м с г р вул просп пров пл наб обл ім св проф акад доц канд т тов ст стор мал табл гл п пп ч див пор "
        "бл о оз ген полк напр смт буд кв тел корп зам заст нач кер в.о інж дир адм лейт підполк ген-м єфр прап "
        "мічм преп архиєп еп митр архим прот свящ дод упоряд пер кор дер сел хут мкр бульв мін нац сх зах півн "
        "півд муз реж авт худ засл кн імп патр прп упр відд каф прим яндекс"
    ),
    "el": (
        "κ κα κος δρ καθ αγ στρ σελ αρ τηλ τομ κεφ εικ πίν βλ πρβλ οδ λεωφ παρ άρθρ αρθρ εδ ν φωτ σκην επιμ λοχ "
        "στρατ ταγμ υπ στρατηγ αντιστρ συντ υπολ ανθυπ ναυ πλοι μητρ αρχιμ παπ επισκ δημ νομ περ υπουργ πανεπ τμ "
        "καθηγ διευθ πρόεδρ μετ εκδ"
    ),
}

_CLOSING = {
    "tr": "vb vs vd yy ltd şti inc corp co aş tic san a.ş dk sn sa saat km",
    "en": (
        "a.m p.m b.c a.d ph.d m.d inc ltd corp co cos llc plc bros jr sr esq phd etc al ave blvd rd va tex calif "
        "mass conn ill ore mich minn mo okla tenn wash wis ariz ark colo del fla ga ind kan ky la md me mont nev "
        "pa jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues wed thu thur thurs fri sat sun dept est "
        "approx min max ft oz lb lbs"
    ),
    "de": (
        "v.chr n.chr u.a o.ä usw etc inkl exkl bzw co jr sen jh mio mrd tsd min std jan feb mär apr jun jul aug "
        "sep sept okt nov dez chr uvm"
    ),
    "fr": "j.-c etc al co cie inc ltd env apr janv févr juil sept oct nov déc",
    "es": "a.c d.c etc al cía ltda inc corp co ud uds vd vds ej jr aprox",
    "it": "a.c d.c ecc etc al inc corp co ltd jr ca",
    "pt": "a.c d.c etc al cia ltda inc corp co jr ex aprox",
    "nl": "v.chr n.chr enz etc inc co jr sr st chr jl ca excl incl",
    "pl": "p.n.e n.e r.p itd itp etc in inc corp co r w wyd zł gr tys mln mld godz min",
    "cs": "n.l př.n.l n.l atd apod aj etc inc spol hod min tis mil kč n l",
    "ro": "î.hr d.hr ș.a etc inc corp co jr",
    "sv": "f.kr e.kr o.s.v m.m etc osv mm inc co jr",
    "is": "o.fl o.s.frv kr",
    "ru": "др пр т.д т.п т.е н.э гг вв см мин сек руб коп тыс млн млрд",
    "uk": "ін т.д т.п т.зв н.е рр ст хв грн коп тис млн млрд",
    "el": "κλπ κτλ κ.ά κ.λπ π.χ μ.χ",
}


@cache
def titles(language: str | None) -> frozenset[str]:
    """The abbreviations that stand before something and never end a sentence; shared ones for an unknown language.

    >>> "doç" in titles("tr"), "etc" in titles("en")
    (True, False)
    """
    return frozenset(f"{_TITLES.get(language or '', _SHARED)} {_ADDRESSES}".split())


@cache
def abbreviations(language: str | None) -> frozenset[str]:
    """Every abbreviation of a language, in lower case without its last full stop; shared ones for an unknown one.

    >>> "vb" in abbreviations("tr"), "usw" in abbreviations("de"), "prof" in abbreviations(None)
    (True, True, True)
    """
    return titles(language) | frozenset(f"{_CLOSING.get(language or '', '')} {_SHARED}".split())
