"""What is known of words: lists of them, how frequent they are, and abbreviations, a language at a time."""

from toolkit.lexicon.abbreviations import abbreviations, titles
from toolkit.lexicon.folding import fold
from toolkit.lexicon.labels import labels
from toolkit.lexicon.names import CLUBS, FORMS, KINDS, NAMES, SECONDS
from toolkit.lexicon.openers import LINKS, articles, openers
from toolkit.lexicon.wordlists import LANGUAGES, Lexicon, load

__all__ = [
    "CLUBS",
    "FORMS",
    "KINDS",
    "LANGUAGES",
    "LINKS",
    "NAMES",
    "SECONDS",
    "Lexicon",
    "abbreviations",
    "articles",
    "fold",
    "labels",
    "load",
    "openers",
    "titles",
]
