"""What is said about a build: its manifest as JSON, and the card of its dataset."""

from toolkit.describe.front import configs, front_of, loading
from toolkit.describe.manifest import from_json, to_json
from toolkit.describe.templates import card, template

__all__ = ["card", "configs", "from_json", "front_of", "loading", "template", "to_json"]
