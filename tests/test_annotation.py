"""What is read off a record beside its text: address, day, source, ending."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit import annotation
from toolkit.lexicon import datelines, days
from toolkit.values import Document, Place, Span

TODAY = date(2024, 6, 1)
DAY = date(2023, 12, 7)


def taken(lead: str, known: str | None = None) -> tuple[str, date | None, str] | None:
    """Description, day and source of a lead."""
    found = annotation.dateline(lead, known)
    return found and (lead[: found.description_end], found.day, lead[found.source_start : found.source_end])


class TestDateline:
    @pytest.mark.parametrize(
        "tail",
        [
            "07.12.2023, Örnek Haber",
            "7.12.2023, Örnek Haber",
            "07-12-2023, Örnek Haber",
            "2023-12-07, Örnek Haber",
            "2023/12/07, Örnek Haber",
            "2023.12.07, Örnek Haber",
            "07.12.2023 - Örnek Haber",
            "07.12.2023 – Örnek Haber",
            "07.12.2023 | Örnek Haber",
            "07.12.2023 Örnek Haber",
            "07.12.2023 14:32, Örnek Haber",
            "07.12.2023, 14:32, Örnek Haber",
            "07.12.2023 saat 14:32, Örnek Haber",
            "14:32 07.12.2023, Örnek Haber",
            "2023-12-07T14:32+03:00, Örnek Haber",
            "Perşembe, 7 Aralık 2023, Örnek Haber",
            "7 Aralık 2023 Perşembe, Örnek Haber",
            "7 ARALIK 2023, Örnek Haber",
            "- 7 Aralık 2023, Örnek Haber",
            "(7 Aralık 2023, Örnek Haber)",
            "7 AralÄ±k 2023, Örnek Haber",
            "December 7, 2023, Örnek Haber",
            "Dec. 7, 2023, Örnek Haber",
            "December 7th, 2023, Örnek Haber",
            "7 December 2023, Örnek Haber",
            "Thursday, December 7, 2023 at 2:32 PM, Örnek Haber",
            "7. Dezember 2023, Örnek Haber",
            "7. Dezember 2023, 14.32 Uhr, Örnek Haber",
            "7 décembre 2023, Örnek Haber",
            "7 de diciembre de 2023, Örnek Haber",
            "7 de dezembro de 2023, Örnek Haber",
            "7 dicembre 2023, Örnek Haber",
            "7 december 2023, Örnek Haber",
            "7 grudnia 2023, Örnek Haber",
            "7 grudnia 2023 r., Örnek Haber",
            "7 декабря 2023, Örnek Haber",
            "7 декабря 2023 года, Örnek Haber",
            "7 грудня 2023 р., Örnek Haber",
            "7 decembrie 2023, Örnek Haber",
            "7. prosince 2023, Örnek Haber",
            "7 Δεκεμβρίου 2023, Örnek Haber",
            "7. desember 2023, Örnek Haber",
            "7 dekabr 2023, Örnek Haber",
            "2023年12月7日, Örnek Haber",
        ],
    )
    def test_day_and_source_in_every_form(self, tail: str) -> None:
        assert taken(f"Köprü dün törenle açıldı. {tail}") == ("Köprü dün törenle açıldı.", DAY, "Örnek Haber")

    @pytest.mark.parametrize(
        "source",
        [
            "Sputnik TÃ¼rkiye",
            "Ð¡Ð¿ÑƒÑ‚Ð½Ð¸Ðº",
            "Haber7",
            "haber7",
            "sputnik türkiye",
            "24 Saat",
            "A.A.",
            "T24",
            "haber.example",
            "Caf&eacute;",
            "Example Co.",
            "İhlas Haber Ajansı (İHA)",
            "Пример Новости",
            "例のニュース",
            "Reuters/AFP",
            "Sunday Example",
            "Pazar Postası",
        ],
    )
    def test_sources_of_every_kind(self, source: str) -> None:
        assert taken(f"Köprü açıldı. 07.12.2023, {source}") == ("Köprü açıldı.", DAY, source)

    @pytest.mark.parametrize("before", ["Köprü açıldı.", "Köprü…", "“Açtık!”", "Açıldı mı?", "köprü açıldı (AA)"])
    @pytest.mark.parametrize("gap", ["", " ", "  ", "\u00a0"])
    def test_what_may_stand_before_the_day(self, before: str, gap: str) -> None:
        assert taken(f"{before}{gap}07.12.2023, Örnek Haber") == (before, DAY, "Örnek Haber")

    @pytest.mark.parametrize(
        "lead",
        [
            "",
            "Köprü açıldı.",
            "Köprü 2023'te açıldı.",
            "Karar 07.12.2023 tarihinde alındı.",
            "Karar 7 Aralık 2023'te alındı",
            "The bridge opened on 7 December 2023.",
            "The bridge opened on December 7, 2023",
            "It opened on December 7, 2023, in the old town of Example, where thousands of people had gathered",
            "It opened on 07.12.2023, in Ankara",
            "Köprü 07.12.2023, saat dokuzda açıldı.",
            "Sürüm 7.12.2023.1, Örnek Haber",
            "Telefon: 507.12.2023, Örnek",
            "Maç 7 gol 2023, Örnek Haber",
            "Köprü açıldı. 1823, Örnek Haber",
            "Köprü açıldı. 07.12.2023, Örnek Haber. Devamı var",
            "Köprü açıldı. 07.12.2023, " + "çok uzun bir ad " * 5,
            "Köprü açıldı. 07.12.2023, ---",
            "Köprü açıldı. 7 Aralık 2023, ördekler de oradan geçti",
            "Köprü açıldı. 7 Aralık 2023 günü ördekler de geçti",
            "7 Aralık 2023 günü ördekler de geçti",
            "Der Maler (Beispielstadt, 6. Oktober 1914 – Musterdorf, 4. August 2006) malte Brücken",
        ],
    )
    def test_what_is_no_dateline(self, lead: str) -> None:
        assert annotation.dateline(lead) is None

    @pytest.mark.parametrize("tail", ["07.12.2023", "- 7 Aralık 2023", "(December 7, 2023)", "07.12.2023 14:32"])
    def test_a_day_alone(self, tail: str) -> None:
        assert taken(f"Köprü açıldı. {tail}") == ("Köprü açıldı.", DAY, "")

    def test_a_full_stop_behind_the_source_is_no_part_of_it(self) -> None:
        assert taken("Köprü açıldı. 07.12.2023, Örnek Haber.") == ("Köprü açıldı.", DAY, "Örnek Haber")

    def test_nothing_but_the_dateline(self) -> None:
        assert taken("07.12.2023, Örnek Haber") == ("", DAY, "Örnek Haber")

    @pytest.mark.parametrize(
        "tail", ["31.02.2023, Örnek Haber", "00.12.2023, Örnek Haber", "45 Aralık 2023, Örnek Haber"]
    )
    def test_a_day_that_is_none_still_ends_the_description(self, tail: str) -> None:
        assert taken(f"Köprü açıldı. {tail}") == ("Köprü açıldı.", None, "Örnek Haber")

    @pytest.mark.parametrize(
        ("figures", "known", "day"),
        [
            ("07/12/2023", None, None),
            ("07/12/2023", "2023", None),
            ("07/12/2023", "2023-12", DAY),
            ("12/07/2023", "2023-12", DAY),
            ("12/07/2023", "2023-07", date(2023, 7, 12)),
            ("12/07/2023", "2022-01", None),
            ("25/12/2023", None, date(2023, 12, 25)),
            ("12/25/2023", None, date(2023, 12, 25)),
            ("12/12/2023", None, date(2023, 12, 12)),
        ],
    )
    def test_slashes_are_read_only_where_one_reading_is_left(
        self, figures: str, known: str | None, day: date | None
    ) -> None:
        assert taken(f"Köprü açıldı. {figures}, Örnek Haber", known) == ("Köprü açıldı.", day, "Örnek Haber")

    @given(
        st.text(max_size=30),
        st.sampled_from(["", ".", ". ", "… ", "” ", "5.", " "]),
        st.dates(date(1890, 1, 1), date(2110, 1, 1)).map(lambda day: day.strftime("%d.%m.%Y")),
        st.text(st.sampled_from("Aı b,.2;:/( "), max_size=20)
        | st.sampled_from(["Pazar", "Pazar Haber", "Örnek Haber"]),
    )
    def test_the_quick_way_equals_the_general_one(self, before: str, mark: str, figures: str, source: str) -> None:
        lead = f"{before}{mark}{figures}, {source}"
        assert annotation.dateline(lead) == datelines._anywhere(lead, None)

    @given(st.text())
    def test_any_text_has_one_or_none_and_its_places_lie_inside(self, lead: str) -> None:
        found = annotation.dateline(lead)
        if found:
            assert 0 <= found.description_end <= found.source_start <= found.source_end <= len(lead)


class TestMonths:
    def test_no_name_means_two_months(self) -> None:
        forms: dict[str, set[int]] = {}
        for names in days.MONTHS.values():
            for number, shown in enumerate(names.split(), 1):
                for form in shown.split("|"):
                    forms.setdefault(form, set()).add(number)
        assert {form: found for form, found in forms.items() if len(found) > 1} == {}

    @pytest.mark.parametrize("language", sorted(days.MONTHS))
    def test_every_language_has_twelve(self, language: str) -> None:
        names = days.MONTHS[language].split()
        assert [days.month(name.split("|")[0].upper()) for name in names] == list(range(1, 13))

    @pytest.mark.parametrize("name", ["Aralik", "Ağustos", "AÄŸustos", "Aðustos", "Þubat", "Åžubat", "fÃ©vrier"])
    def test_names_in_mojibake(self, name: str) -> None:
        assert days.month(name)


class TestPublished:
    @pytest.mark.parametrize(
        ("url", "day"),
        [
            ("https://a.example/20231207/x", DAY),
            ("https://a.example/20231207-x", DAY),
            ("https://a.example/news/20231207", DAY),
            ("https://a.example/2023/12/07/x", DAY),
            ("https://a.example/2023/12/7/x", DAY),
            ("https://a.example/2023-12-07-x", DAY),
            ("https://a.example/2023-12-07/x", DAY),
            ("https://a.example/2023/dec/07/x", DAY),
            ("https://a.example/2023/12/07/x-2023-12-07", DAY),
            ("https://a.example/20231207/2023/12/08/x", None),
            ("https://a.example/20231307/x", None),
            ("https://a.example/2023/12/x", None),
            ("https://a.example/x-20231207.html", None),
            ("https://a.example/x?day=/2023/12/07/", None),
            ("https://a.example/x#/2023/12/07/", None),
            ("https://a.example/1202312079/x", None),
            ("https://a.example", None),
        ],
    )
    def test_the_day_in_an_address(self, url: str, day: date | None) -> None:
        found = annotation.published(None, url, None, TODAY)
        assert found[:3] == (day, "url" if day else None, ())

    @pytest.mark.parametrize(
        ("dateline", "url", "header", "expected"),
        [
            (DAY, None, "2023-12", (DAY, "dateline", ())),
            (DAY, "https://a.example/20231207/", "2023-12-07", (DAY, "dateline", ())),
            (DAY, "https://a.example/20231208/", "2023-12", (DAY, "dateline", ("DT001",))),
            (DAY, None, "2023-11", (DAY, "dateline", ("DT001",))),
            (DAY, None, "2022", (DAY, "dateline", ("DT001",))),
            (None, "https://a.example/20231207/", "2023-12-08", (DAY, "url", ("DT001",))),
            (None, None, "2023-12-07", (DAY, "header", ())),
            (None, None, "2023-12", (None, None, ())),
            (None, None, "2023-99-99", (None, None, ())),
            (None, None, None, (None, None, ())),
            (date(2030, 1, 1), None, None, (None, None, ("DT002",))),
            (date(2030, 1, 1), "https://a.example/20231207/", None, (DAY, "url", ("DT001",))),
            (TODAY, None, None, (TODAY, "dateline", ())),
            (TODAY + timedelta(1), None, None, (None, None, ("DT002",))),
        ],
    )
    def test_the_first_that_tells_a_day_of_the_past(
        self, dateline: date | None, url: str | None, header: str | None, expected: tuple[object, ...]
    ) -> None:
        assert annotation.published(dateline, url, header, TODAY)[:3] == expected

    @pytest.mark.parametrize(
        ("dateline", "header", "awaited"),
        [
            (DAY, "2023-12-07", None),
            (None, None, None),
            (date(2030, 1, 2), "2023-12-07", date(2030, 1, 2)),
            (date(2030, 1, 2), "2030-01-01", date(2030, 1, 1)),
            (DAY, "2030-01-01", None),
        ],
    )
    def test_tells_the_first_day_that_was_refused(
        self, dateline: date | None, header: str | None, awaited: date | None
    ) -> None:
        assert annotation.published(dateline, None, header, TODAY).awaited == awaited

    @given(st.none() | st.dates(), st.none() | st.dates(), st.dates(), st.dates())
    def test_is_the_same_on_every_day_until_the_awaited_one(
        self, dateline: date | None, header: date | None, one: date, other: date
    ) -> None:
        today, later = sorted((one, other))
        given_ = (dateline, None, header and header.isoformat())
        found = annotation.published(*given_, today)
        assert (annotation.published(*given_, later) == found) == (found.awaited is None or later < found.awaited)

    @given(st.none() | st.dates(), st.none() | st.text(), st.none() | st.text(), st.dates())
    def test_never_after_today(self, day: date | None, url: str | None, header: str | None, today: date) -> None:
        found = annotation.published(day, url, header, today)
        assert found.day is None or found.day <= today
        assert (found.day is None) == (found.origin is None)


class TestAddresses:
    @pytest.mark.parametrize(
        ("url", "host"),
        [
            ("https://Haber.Example/a", "haber.example"),
            ("http://haber.example:8080/a", "haber.example"),
            ("https://me:p@ss@haber.example/a", "haber.example"),
            ("https://haber.example?x=https://b.example/", "haber.example"),
            ("https://haber.example#x@y", "haber.example"),
            ("https://türkçe.example/a", "türkçe.example"),
            ("https://xn--trke-1oab.example/a", "xn--trke-1oab.example"),
            ("https://[2001:db8::1]:443/a", "[2001:db8::1]"),
            ("haber.example/a", None),
            ("https:///a", None),
            ("", None),
        ],
    )
    def test_the_host(self, url: str, host: str | None) -> None:
        assert annotation.domain(url) == host

    @pytest.mark.parametrize(
        ("url", "normal"),
        [
            ("https://haber.example/a", "https://haber.example/a"),
            ("HTTPS://Haber.Example/A", "https://haber.example/A"),
            ("https://haber.example:443/a", "https://haber.example/a"),
            ("http://haber.example:80/a", "http://haber.example/a"),
            ("http://haber.example:443/a", "http://haber.example:443/a"),
            ("http://haber.example:/a", "http://haber.example/a"),
            ("https://haber.example/a#top", "https://haber.example/a"),
            ("https://haber.example/a?utm_source=x&utm_medium=y", "https://haber.example/a"),
            ("https://haber.example/a?b=1&fbclid=x&c=2", "https://haber.example/a?b=1&c=2"),
            ("https://haber.example/a?gclid=x#y", "https://haber.example/a"),
            ("https://me@haber.example/a?b", "https://me@haber.example/a?b"),
        ],
    )
    def test_what_is_folded(self, url: str, normal: str) -> None:
        assert annotation.normal_url(url) == normal

    @pytest.mark.parametrize(
        "url",
        [
            "https://haber.example/a/",
            "https://haber.example",
            "https://www.haber.example/a",
            "https://haber.example/a%20b",
            "https://haber.example/a?b=2&a=1",
            "https://haber.example/a?utm=1",
            "https://türkçe.example/ç",
            "no address",
        ],
    )
    def test_what_is_left_alone(self, url: str) -> None:
        assert annotation.normal_url(url) == url

    @given(st.text() | st.from_regex(r"https?://[A-Za-z.:@]{1,9}/?[a-z/?&=_#]{0,20}", fullmatch=True))
    def test_folding_twice_changes_nothing(self, url: str) -> None:
        once = annotation.normal_url(url)
        assert annotation.normal_url(once) == once


class TestEndings:
    @pytest.mark.parametrize(
        "text",
        [
            "Köprü açıldı.",
            "Köprü açıldı!",
            "Açıldı mı?\n",
            "Köprü…",
            "“Köprü açıldı.”",
            "'Köprü açıldı.'",
            "«Мост открыт».",
            "„Die Brücke ist offen.“",
            "»Die Brücke ist offen.«",
            "(Köprü açıldı.)",
            "Köprü açıldı. (AA)",
            "Köprü açıldı.\n\n(İHA, Ankara)",
            "桥已开放。",
            "「橋が開いた。」",
            "पुल खुल गया।",
            "الجسر مفتوح؟",
            "پل کھل گیا۔",
            "Կամուրջը բաց է։",
            "Είναι ανοιχτή;",
            "ድልድዩ ተከፈተ።",
            "တံတားဖွင့်သည်။",
            "สะพานเปิดแล้ว",
            "",
            "  ",
        ],
    )
    def test_whole(self, text: str) -> None:
        assert not annotation.ends_abruptly(text)

    @pytest.mark.parametrize(
        "text",
        [
            "Reisi şu ifadelere yer verdi:",
            "Köprü açıldı, ancak",
            "Köprü açıldı,",
            "Köprü açıldı;",
            "Köprü açıldı ve […]",
            "Köprü açıldı ve [...]",
            "(Köprü açıldı",
            "“Köprü",
            "Köprü 12",
            "(AA)",
            "Мост открыт",
            "桥已开放",
        ],
    )
    def test_cut(self, text: str) -> None:
        assert annotation.ends_abruptly(text)

    @given(st.text())
    def test_a_full_stop_mends_it(self, text: str) -> None:
        assert not annotation.ends_abruptly(text + ".")


class TestSigned:
    @staticmethod
    def document(text: str, *parts: tuple[str, str]) -> Document:
        spans = tuple(Span(field, text.index(part), text.index(part) + len(part)) for field, part in parts)
        return Document(Place("a.txt", 1), text.encode(), text, "utf-8", spans)

    def shown(self, document: Document) -> list[tuple[str, str]]:
        return [(field, document.text[start:end]) for field, start, end in annotation.signed(document).spans]

    def test_a_signed_lead(self) -> None:
        document = self.document(
            "T\nAçıldı. 07.12.2023, Örnek\nB", ("lead", "Açıldı. 07.12.2023, Örnek"), ("text", "B")
        )
        assert self.shown(document) == [("description", "Açıldı."), ("source", "Örnek"), ("text", "B")]
        assert annotation.signed(document).day == DAY

    def test_a_plain_lead(self) -> None:
        document = self.document("Açıldı.\nB", ("lead", "Açıldı."), ("text", "B"))
        assert self.shown(document) == [("description", "Açıldı."), ("text", "B")]
        assert annotation.signed(document).day is None

    def test_a_line_of_its_own(self) -> None:
        document = self.document(
            "L.\n07.12.2023, Örnek\nB", ("lead", "L."), ("dateline", "07.12.2023, Örnek"), ("text", "B")
        )
        assert self.shown(document) == [("description", "L."), ("source", "Örnek"), ("text", "B")]
        assert annotation.signed(document).day == DAY

    def test_a_time_only(self) -> None:
        document = self.document("07.12.2023 14:32\nB", ("dateline", "07.12.2023 14:32"), ("text", "B"))
        assert self.shown(document) == [("dateline", "07.12.2023 14:32"), ("text", "B")]
        assert annotation.signed(document).day == DAY

    def test_the_first_source_is_the_source(self) -> None:
        parts = ("dateline", "06.12.2023, Bir"), ("lead", "Açıldı. 07.12.2023, İki")
        document = self.document("06.12.2023, Bir\nAçıldı. 07.12.2023, İki", *parts)
        expected = [("source", "Bir"), ("description", "Açıldı.")]
        assert self.shown(document) == expected
