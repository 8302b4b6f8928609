"""Generated text, made of what the rules look at."""

from __future__ import annotations

from hypothesis import strategies as st

PIECES = st.sampled_from(
    [
        "söyledi", "Başkan", "İran", "durdurulmalı", "TBMM", "iPhone", "Prof", "Dr", "etc", "The", "he", "В",
        "области", "О", "O", "I", "a", "2023", "5", "3.5", "10:32", "%20", "km2", ".", "..", "...", "…", "!",
        "?", ":", ";", ",", '"', "“", "”", "„", "«", "»", "'", "’", "(", ")", "[", "]", "►", "-", "–", "—",
        " ", "  ", "\n", "\r\n", "\xa0", "https://x.com", "ali@x.com", ".com", "#", "@", "&amp;", "\xad",
        "\u200b", "Ã¼", "ÄŸ", "Ð’", "â€œ", "ÃƒÂ¼", "Ã ", "\x1b[0m", "þ", "ý", "Ð", "i\u0307", "e\u0301", "�", "Ι", "ß",
    ]
)  # fmt: skip
TEXT = st.one_of(st.lists(PIECES, max_size=24).map("".join), st.text(max_size=60))
