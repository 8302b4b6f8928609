"""The parts of a record after its header, taken one after another: title, lead, body, and what stands between them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.parsing.bodies import pass_furniture, pass_glued, take_body
from toolkit.parsing.leads import take_lead
from toolkit.parsing.titles import take_title
from toolkit.parsing.walks import Walk, pass_over

if TYPE_CHECKING:
    from toolkit.parsing.walks import Page
    from toolkit.values import Span

_STEPS = (
    pass_glued,
    pass_over,
    take_title,
    pass_over,
    pass_furniture,
    take_lead,
    pass_over,
    pass_furniture,
    take_body,
)


def parts(page: Page) -> tuple[Span, ...]:
    """The spans of a page's parts, in the order of the text."""
    walk = Walk(page).saying(page.url)
    for step in _STEPS:
        if walk.left:
            walk = step(walk)
    return walk.spans
