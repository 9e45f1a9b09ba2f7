"""화면 how a page is made of its template: escaped, and refused when a word is missing."""

from pathlib import Path
from typing import Any

from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from states.window import say_moment
from web.visitor import Visitor

_HERE = Path(__file__).parent
STYLE = (_HERE / "static" / "page.css").read_bytes()
ICON = (_HERE / "static" / "icon.svg").read_bytes()
_TEMPLATES = Environment(
    loader=FileSystemLoader(_HERE / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_TEMPLATES.filters["moment"] = say_moment
_TEMPLATES.filters["counted"] = lambda number: f"{number:,}"


def page(name: str, visitor: Visitor | None = None, *, status: int = 200, **facts: Any) -> HTMLResponse:
    """Write a page."""
    made = _TEMPLATES.get_template(f"{name}.html").render(visitor=visitor, **facts)
    return HTMLResponse(made, status)
