"""What is said about a build: its manifest as JSON, and the card of its dataset."""

from toolkit.describe.card import card, template
from toolkit.describe.front import front_of, loading
from toolkit.describe.manifest import from_json, to_json

__all__ = ["card", "from_json", "front_of", "loading", "template", "to_json"]
