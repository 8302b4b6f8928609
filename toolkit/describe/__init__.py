"""What is said about a build: its manifest as JSON, and the card of its dataset."""

from toolkit.describe.card import card, template
from toolkit.describe.front import metadata, read_metadata
from toolkit.describe.manifest import from_json, read_manifest, to_json, write_manifest

__all__ = [
    "card",
    "from_json",
    "metadata",
    "read_manifest",
    "read_metadata",
    "template",
    "to_json",
    "write_manifest",
]
