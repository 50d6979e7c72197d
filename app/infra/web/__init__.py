"""The look of every page: templates, filters, navigation, static files, shared pages and error pages.

A room draws a page with `render(request, work, "room/page.html", …)`. This package knows no room:
what the frame needs of rooms (counts beside links, the name of an organisation) is registered
with `navigation` by `main`.
"""

from app.infra.web.drawing import is_part, render, render_block

__all__ = ["is_part", "render", "render_block"]
