"""Heads put together from parts: in each shape, whatever the parts say, the fields are the parts."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit import annotation
from toolkit.parsing import documents
from toolkit.values import Document, Place

DAY = date(2023, 12, 7)
URL = "https://haber.example/20231207/bir-haber-10143.html"


class Parts(NamedTuple):
    title: str
    lead: str
    day: str
    source: str
    body: tuple[str, ...]


ARTICLES = [
    Parts(
        "Köy okulunun bahçesine rasathane kuruldu",
        "Öğrenciler gökyüzünü artık kendi teleskoplarıyla izliyor.",
        "7 Aralık 2023",
        "Örnek Haber",
        (
            "Rasathanenin kubbesini köyün marangozu Yılmaz Usta, üç ayda ve hiç para almadan yaptı.",
            "“İlk gece Satürn’ün halkalarını gördük” diyen öğrenciler, şimdi bir takvim hazırlıyor.",
            "Okul müdürü, komşu köylerin çocuklarını da hafta sonları konuk ettiklerini söyledi.",
        ),
    ),
    Parts(
        "Night trains return to the northern line: what changes?",
        "Sleeper cars will link the coast and the capital from spring.",
        "December 7, 2023",
        "Example News",
        (
            "The first train leaves at 21.40 and arrives before breakfast, the operator said on Thursday.",
            "Tickets cost no more than a seat in a day train; bicycles travel in a car of their own.",
            "“People asked for this for ten years,” said a member of the passengers’ council.",
        ),
    ),
    Parts(
        "Bürgerchor singt im alten Wasserwerk",
        "Mehr als hundert Stimmen füllen die Halle am Sonntag.",
        "7. Dezember 2023",
        "Beispiel Zeitung",
        (
            "Der Chor probt seit dem Sommer, denn der Nachhall in der Halle dauert fast neun Sekunden.",
            "„Man muss langsamer singen, als man denkt“, sagt die Leiterin nach der letzten Probe.",
            "Der Eintritt ist frei, um Spenden für das Dach des Gebäudes wird gebeten.",
        ),
    ),
    Parts(
        "Le phare ouvre ses portes aux écoliers",
        "Ils monteront les deux cents marches avec le dernier gardien.",
        "7 décembre 2023",
        "Exemple Actualités",
        (
            "La lampe ne tourne plus depuis six ans, mais son mécanisme a été nettoyé pièce par pièce.",
            "« Les enfants posent de meilleures questions que les adultes », raconte le gardien.",
            "Les visites ont lieu le mercredi, sauf par grand vent, et durent un peu plus d’une heure.",
        ),
    ),
    Parts(
        "В старом депо открылась мастерская часов",
        "Мастера учат чинить механизмы, которым больше ста лет.",
        "7 декабря 2023 г.",
        "Пример Новости",
        (
            "Занятия проходят по вечерам, и на первые из них записалось вдвое больше людей, чем мест.",
            "«Главное здесь терпение», — говорит мастер, который сорок лет заводил вокзальные часы.",
            "К весне ученики обещают запустить башенные часы, молчавшие с прошлого века.",
        ),
    ),
]

SHAPES = {
    "the documented form": (" date 2023-12 {url}\n\n{title}\n\n{signed}\n\n{glued}\n", "dutlsg"),
    "single line breaks": (" date 2023-12-07 {url}\n{title}\n{signed}\n{lines}\n", "dutlsb"),
    "no lead": (" date 2023-12-07 {url}\n{title}\n{lines}\n", "dutb"),
    "an unsigned lead": (" date 2023-12 {url}\n\n{title}\n\n{lead}\n\n{lines}\n", "dutlb"),
    "the day below the lead": (" date 2023-12 {url}\n\n{title}\n\n{lead}\n{day}, {source}\n\n{lines}\n", "dutlsb"),
    "text after the date": (" date 2023-12-07 {glued}\n", "dg"),
    "the lead after the date": (" date 2023-12-07 {signed}\n{lines}\n", "dlsb"),
    "the title after the date": (" date 2023-12-07 {title}\n{signed}\n{lines}\n", "dtlsb"),
    "a name after the date": (" date 2023-12-07 {source}\n{title}\n{signed}\n{lines}\n", "dtlsb"),
    "a name, title and text": (" date 2023-12-07 {source}\n{title}\n{lines}\n", "dtb"),
    "a name and the title": (" date 2023-12-07 {source} | {title}\n{signed}\n{lines}\n", "dtlsb"),
    "a section in capitals": (" date 2023-12-07 ЭХО 24\n{lines}\n", "db"),
    "a time after the date": (" date 2023-12-07 07.12.2023 - 14:32\n{title}\n{signed}\n{lines}\n", "dtlsb"),
    "three titles": (" date 2023-12-07 {title}\n{title}\n{title}\n{signed}\n{lines}\n", "dtlsb"),
    "the body twice": (" date 2023-12 {url}\n\n{title}\n\n{signed}\n\n{glued}\n{lines}\n", "dutlsb"),
    "the page twice": (" date 2023-12-07 {title}{lead}{glued}\n{title}\n{signed}\n{lines}\n", "dtlsb"),
    "the lead twice": (" date 2023-12 {url}\n\n{title}\n\n{signed}\n\n{lead}\n{lines}\n", "dutlsb"),
    "the lead cut, then whole": (" date 2023-12 {url}\n\n{title}\n\n{cut}\n\n{lead}\n{lines}\n", "dutlsb"),
    "no header": ("{title}\n\n{signed}\n\n{lines}\n", "tlsb"),
}
"""A page by its parts, and which of them it has: date, url, title, lead, source, a body glued or one in lines."""


@pytest.mark.parametrize("shape", SHAPES)
@given(st.sampled_from(ARTICLES), st.permutations([0, 1, 2]), st.booleans(), st.sampled_from(["\n", "\r\n"]))
def test_the_fields_are_the_parts(shape: str, parts: Parts, order: list[int], words: bool, newline: str) -> None:  # noqa: FBT001 — Hypothesis draws it
    body = [parts.body[k] for k in order]
    day = parts.day if words else "07.12.2023"
    page, has = SHAPES[shape]
    raw = page.format(
        url=URL,
        title=parts.title,
        lead=parts.lead,
        signed=f"{parts.lead} {day}, {parts.source}",
        cut=f"{parts.lead[: len(parts.lead) // 2]}… {day}, {parts.source}",
        day=day,
        source=parts.source,
        glued="".join(body),
        lines="\n".join(body),
    ).replace("\n", newline)
    spans, problems = documents.general(raw, Place("a.txt", 1), frozenset({"text"}))
    told = annotation.signed(Document(Place("a.txt", 1), raw.encode(), raw, "utf-8", spans))
    found = Document(Place("a.txt", 1), raw.encode(), raw, "utf-8", told.spans)
    assert found.part("url") == (URL if "u" in has else None)
    assert found.part("title") == (parts.title if "t" in has else None)
    assert found.part("description") == (parts.lead if "l" in has else None)
    assert found.part("source") == (parts.source if "s" in has else None)
    assert found.part("text") == ("" if "g" in has else newline).join(body)
    assert told.day == (DAY if "s" in has else None)
    assert all(problem.severity == "warning" for problem in problems)
