"""연표 the year as a picture: each lane's stages on one calendar, drawn as SVG that any page can hold."""

import base64
from collections.abc import Callable, Iterator
from datetime import datetime
from html import escape

from states.plan import Plan
from states.stage import Stage
from states.track import Track
from states.window import KST, Window

#: as wide as a page shows it: drawn larger, its words would be small
_WIDTH, _LEFT, _ROW, _TOP = 600, 140, 30, 32
_INK = "#1b1f24"
#: light enough for dark words
_COLOURS = ("#a6c8e8", "#b5dca8", "#f6e08a", "#f7bf85", "#f2a6a6", "#d3b6dc", "#a9dcd8", "#d8c3b0", "#d7d1cc")


def timeline(plan: Plan, now: datetime) -> str:
    """Draw the plan's windows, and a line for now."""
    windows = list(plan.windows())
    first = min(window.opens for _, _, window in windows)
    last = max(window.closes for _, _, window in windows)
    scale = (_WIDTH - _LEFT - 10) / (last - first).total_seconds()
    tracks: list[Track | None] = [*plan.by_track, None]
    height = _TOP + _ROW * len(tracks) + 4

    def x(moment: datetime) -> float:
        return _LEFT + (moment - first).total_seconds() * scale

    parts = [*_months(first, last, height, x), *_names(plan, tracks)]
    for track, stage, window in windows:
        parts.append(
            _bar(stage, window, x(window.opens), x(window.closes), _TOP + _ROW * tracks.index(track))
        )
    if first <= now < last:
        parts.append(
            f'<line x1="{x(now):.1f}" y1="20" x2="{x(now):.1f}" y2="{height}" stroke="#d00" stroke-width="2"/>'
        )
    body = "".join(parts)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" width="{_WIDTH}" '
        f'font-family="sans-serif" font-size="12"><rect width="100%" height="100%" fill="#fff"/>{body}</svg>'
    )


def as_image(svg: str) -> str:
    """The picture as markdown, with nothing to fetch."""
    return f"![연표](data:image/svg+xml;base64,{base64.b64encode(svg.encode()).decode()})"


def _bar(stage: Stage, window: Window, left: float, right: float, top: int) -> str:
    colour = _COLOURS[list(Stage).index(stage)]
    width = max(right - left, 3)
    label = stage.label if width > 13 * len(stage.label) + 3 else ""
    title = escape(
        f"{stage.label} {window.opens.astimezone(KST):%m.%d}~{window.closes.astimezone(KST):%m.%d %H:%M}"
    )
    return (
        f'<g><title>{title}</title><rect x="{left:.1f}" y="{top}" width="{width:.1f}" height="22" rx="3" '
        f'fill="{colour}"/><text x="{left + 3:.1f}" y="{top + 15}" fill="{_INK}">{label}</text></g>'
    )


def _names(plan: Plan, tracks: list[Track | None]) -> Iterator[str]:
    for row, track in enumerate(tracks):
        name = escape(plan.by_track[track].name if track else "주기")
        yield f'<text x="2" y="{_TOP + _ROW * row + 15}" fill="{_INK}">{name}</text>'


def _months(first: datetime, last: datetime, height: int, x: Callable[[datetime], float]) -> Iterator[str]:
    month = first.astimezone(KST).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    while month < last:
        at = x(month)
        if at >= _LEFT:
            yield f'<line x1="{at:.1f}" y1="20" x2="{at:.1f}" y2="{height}" stroke="#e3e3e3"/>'
            yield f'<text x="{at + 2:.1f}" y="15" fill="#4d5761">{month.month}월</text>'
        month = month.replace(year=month.year + month.month // 12, month=month.month % 12 + 1)
