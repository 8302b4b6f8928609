"""The spacing rules in words: what each does, where it acts, and what it must leave alone."""

from __future__ import annotations

from toolkit.repairs.rule import Example, Leaf, Rule
from toolkit.repairs.spacing import find

RULES: tuple[Rule, ...] = (
    Rule(
        "SP001",
        "joint after a full stop",
        "White space stands between a sentence that ends in a full stop and the next one.",
        find,
        (
            Example("Ekipler bölgeye ulaştı.Çalışmalar sürüyor.", "Ekipler bölgeye ulaştı. Çalışmalar sürüyor."),
            Example("Fabrika 1998'de kapandı.2005 yılında satıldı.", "Fabrika 1998'de kapandı. 2005 yılında satıldı."),
            Example(
                "They sell maps, guides etc.The shop is open.", "They sell maps, guides etc. The shop is open.", "en"
            ),
            Example(
                "Das Werk schloss im Jahr 1979.Die Halle steht leer.",
                "Das Werk schloss im Jahr 1979. Die Halle steht leer.",
                "de",
            ),
            Example("Он живёт в США.Его брат уехал.", "Он живёт в США. Его брат уехал.", "ru"),
            Example("Zam açıklandı.₺40 ödenecek.", "Zam açıklandı. ₺40 ödenecek."),
            Example("O café abre às 15h.A praça enche.", "O café abre às 15h. A praça enche.", "pt"),
        ),
        (
            Leaf("Prof.Dr. Kaya 15.30'da, T.C. kimliğiyle A.Ş. binasına girdi."),
            Leaf("Öğrenci 5. sınıfta; ürün v2.1, adres ornek.com.tr, dosya Rapor.PDF."),
            Leaf("II.Mahmut ve 3.Selim dönemi"),
            Leaf("Er wohnt z.B. in St.Gallen, geb. am 3.März.", "de"),
            Leaf("г.Киев, А.С.Пушкин, т.е. поэт", "ru"),
            Leaf("San.Tic.Ltd.Şti. ortağı, Yön.Kur.Bşk. Ali Can, Kat.2, D.3"),
            Leaf("Release 2.0-Beta.3, the share BRK.A, os.PathLike and fmt.Println", "en"),
            Leaf("Call Math.Floor or List.Add, then choose Boot.Menu.", "en"),
            Leaf("$(document).ready(function(){ $('.Slider').show(); });"),
            Leaf("Okulun 100.Yıl töreni, 7.B ve 8.C sınıfları, sürüm 2.0.Beta"),
        ),
    ),
    Rule(
        "SP002",
        "joint after ! ? …",
        "White space stands after an exclamation mark, a question mark or an ellipsis that ends a sentence.",
        find,
        (
            Example("Maaşlar ne kadar arttı?Yeni tablo açıklandı.", "Maaşlar ne kadar arttı? Yeni tablo açıklandı."),
            Example("Sonra sustu...Kimse konuşmadı.", "Sonra sustu... Kimse konuşmadı."),
            Example("Quel match !Les joueurs saluent.", "Quel match ! Les joueurs saluent.", "fr"),
            Example("NƏ QƏDƏR ARTDI?Yeni cədvəl var.", "NƏ QƏDƏR ARTDI? Yeni cədvəl var.", "az"),
        ),
        (
            Leaf("S.. A.. adlı şüpheli"),
            Leaf("adres: ornek.com/ara?Kelime=ev"),
            Leaf("“...Ve sonra” dedi, “...ve gitti.”"),
            Leaf("¿Qué? ¡Vamos!", "es"),
        ),
    ),
    Rule(
        "SP003",
        "joint after a colon",
        "White space stands after a colon between words, before a quotation or a dash, and after `;` in Greek.",
        find,
        (
            Example("Sözcü şunları söyledi:“Karar kesindir.”", "Sözcü şunları söyledi: “Karar kesindir.”"),
            Example("Son durum şöyle:Yollar açıldı.", "Son durum şöyle: Yollar açıldı."),
            Example("Τι έγινε;Κανείς δεν ξέρει.", "Τι έγινε; Κανείς δεν ξέρει.", "el"),
            Example("Un conseil :Restez assis.", "Un conseil : Restez assis.", "fr"),
        ),
        (
            Leaf("Saat 10:32, skor 3:1, https://ornek.com"),
            Leaf("Bürger:Innen und Schüler:innen", "de"),
            Leaf("YLE:N uutiset", "fi"),
            Leaf("C:\\Belgeler"),
        ),
    ),
    Rule(
        "SP004",
        "joint after a comma",
        "White space stands after a single comma between two known words, the second capitalised.",
        find,
        (
            Example(
                "Toplantıya Bakan,Cumhurbaşkanı ve vali katıldı.", "Toplantıya Bakan, Cumhurbaşkanı ve vali katıldı."
            ),
            Example("He studied in Quebec,Canada.", "He studied in Quebec, Canada.", "en"),
        ),
        (Leaf("Oran 1,5 oldu."), Leaf("Etiketler: Ankara,İstanbul,İzmir"), Leaf("x,Y düzlemi")),
    ),
    Rule(
        "SP005",
        "joint after a closing mark",
        "White space stands after a closing quotation mark or bracket that follows the end of a sentence.",
        find,
        (
            Example("“Bu iş bitti.”Sonra salondan çıktı.", "“Bu iş bitti.” Sonra salondan çıktı."),
            Example('Dedi ki "gelmeyin."Kimse gelmedi.', 'Dedi ki "gelmeyin." Kimse gelmedi.'),
            Example("(Kaynak belli değil.)Haber yayıldı.", "(Kaynak belli değil.) Haber yayıldı."),
            Example("„Ich gehe.“„Dann geh“, sagte er.", "„Ich gehe.“ „Dann geh“, sagte er.", "de"),
        ),
        (
            Leaf("“Müsait yerde”nin anlamı"),
            Leaf("„Gut so.“, sagte er.", "de"),
            Leaf('Şarkının adı "Dur." idi.'),
        ),
    ),
    Rule(
        "SP006",
        "joint after a bracket without a full stop",
        "White space stands between a label or enumerator in brackets, its dash included, and the sentence after it.",
        find,
        (
            Example("ANKARA (AA)Türkiye genelinde kar bekleniyor.", "ANKARA (AA) Türkiye genelinde kar bekleniyor."),
            Example("2)KAYSERİ'de sergi açıldı.", "2) KAYSERİ'de sergi açıldı."),
            Example("LAGOS (Reuters) -The bank is closed.", "LAGOS (Reuters) - The bank is closed.", "en"),
        ),
        (Leaf("(S)he left.", "en"), Leaf("[b]Kalın[/b] yazı"), Leaf("f(x) ve g(X)Y"), Leaf("kitap(lar)ın sayısı")),
    ),
    Rule(
        "SP007",
        "joint before a bullet",
        "White space stands before a bullet that is glued to the word on its left.",
        find,
        (Example("Haberler► Bütün başlıklar", "Haberler ► Bütün başlıklar"),),
        (Leaf("► Bütün başlıklar"), Leaf("bir • iki")),
    ),
    Rule(
        "SP008",
        "space before a figure",
        "White space stands between a word in lower case and a figure of three digits or more that counts something.",
        find,
        (Example("Altının gramı güne1875 lira ile başladı.", "Altının gramı güne 1875 lira ile başladı."),),
        (Leaf("mp3 çalar, euro2024 maçı, covid19 aşısı"), Leaf("dosya2023 eki")),
    ),
    Rule(
        "SP009",
        "joint that a second copy shows",
        "White space stands where the same passage, elsewhere in the document, has it.",
        find,
        (
            Example(
                "Maçı hakem M.Kaynak yönetti, ikinci yarıda.\n\nMaçı hakem M. Kaynak yönetti, ikinci yarıda.",
                "Maçı hakem M. Kaynak yönetti, ikinci yarıda.\n\nMaçı hakem M. Kaynak yönetti, ikinci yarıda.",
            ),
            Example(
                "Dava bugün Ankara 3.İş Mahkemesinde görüldü.\nDava bugün Ankara 3. İş Mahkemesinde görüldü.",
                "Dava bugün Ankara 3. İş Mahkemesinde görüldü.\nDava bugün Ankara 3. İş Mahkemesinde görüldü.",
            ),
        ),
        (
            Leaf("Maçı hakem M.Kaynak yönetti, yardımcısı M. Kaya idi."),
            Leaf("Saat 15.30'da geldi, 15. 30'da gitti diye yazılmaz."),
        ),
    ),
    Rule(
        "GH001",
        "glued heading after a word",
        "A heading whose last word is glued to the next sentence stands on a line of its own.",
        find,
        (
            Example(
                "Toplantı bitti.Fiyatlar yeniden düştüBaşkan konuştu.",
                "Toplantı bitti.\nFiyatlar yeniden düştü\nBaşkan konuştu.",
            ),
            Example(
                "Mercato comunale riapreIl sindaco era presente.",
                "Mercato comunale riapre\nIl sindaco era presente.",
                "it",
            ),
            Example(
                "Мост снова открытВ субботу прошёл праздник.", "Мост снова открыт\nВ субботу прошёл праздник.", "ru"
            ),
        ),
        (
            Leaf("iPhone, eBay, mRNA, pH ve kWh"),
            Leaf("dikGAZETE.com yazdı."),
            Leaf("isiZulu ve nGaeltacht"),
            Leaf("The watchOS and easyJet apps", "en"),
        ),
    ),
    Rule(
        "GH002",
        "glued heading after a name or an acronym",
        "A heading that ends in a capitalised word or an acronym stands on a line of its own.",
        find,
        (
            Example(
                "Yeni müdür Ayşe DemirBu görevi üç yıl sürdürecek.",
                "Yeni müdür Ayşe Demir\nBu görevi üç yıl sürdürecek.",
            ),
            Example(
                "Ein Abend voller HoffnungDer Saal war voll.", "Ein Abend voller Hoffnung\nDer Saal war voll.", "de"
            ),
            Example("Haber: Yeliz ArKentin tek sineması kapandı.", "Haber: Yeliz Ar\nKentin tek sineması kapandı."),
            Example("Ana SayfaGazetemiz bugün yok.", "Ana Sayfa\nGazetemiz bugün yok."),
        ),
        (
            Leaf("VakıfBank, YouTube, McDonald ve PaineWebber"),
            Leaf('ÇayEvi A.Ş., GençFikir Derneği, "DomPlus" ve SütDiyarı, BalKöy'),
            Leaf("Die WaldKlinik GmbH und die Firma HolzWerk", "de"),
            Leaf("CNNTürk ve NTVSpor yayını"),
            Leaf("BürgerInnen und SchülerInnen spielten im RuhrStadion.", "de"),
            Leaf("Vi läser FolkNytt, BilDelar och HemNet ibland.", "sv"),
            Leaf("many PCs and DVDs", "en"),
        ),
    ),
    Rule(
        "GH003",
        "glued heading after a number",
        "A heading that ends in a number, a time or a percentage stands on a line of its own.",
        find,
        (
            Example("Son güncelleme 10:32Güncelleme sürüyor.", "Son güncelleme 10:32\nGüncelleme sürüyor."),
            Example("Bilanço 2019Kurumun geliri arttı.", "Bilanço 2019\nKurumun geliri arttı."),
            Example("Yarı final 3-3Penaltılar güldürdü.", "Yarı final 3-3\nPenaltılar güldürdü."),
            Example("10:32Xəbər davam edir.", "10:32\nXəbər davam edir.", "az"),
        ),
        (
            Leaf("3D yazıcı, 5G ağı, 100GB bellek"),
            Leaf("F16A uçağı ve 12H30 seferi"),
            Leaf("2Pac, 4Gamer ve iPhone 15Pro"),
        ),
    ),
    Rule(
        "GH004",
        "glued heading at a quotation mark",
        "A heading that ends in a quotation, or that a quotation follows, stands on a line of its own.",
        find,
        (
            Example("Başkandan açıklama geldi“Karar bizim” dedi.", "Başkandan açıklama geldi\n“Karar bizim” dedi."),
            Example("Hoca: 'Artık gidiyorum'Başkan bunu duymamış.", "Hoca: 'Artık gidiyorum'\nBaşkan bunu duymamış."),
        ),
        (Leaf("“Müsait yerde”nin öyküsü"), Leaf("Rock'n'Roll"), Leaf("L'“Europe” des nations", "fr")),
    ),
)
"""All of them share one search, so they are one step; each change names its rule."""
