"""날짜 옮기기 putting a moment of one year where it lies in another: at the same share of the same stage's window."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from states.plan import Plan
from states.stage import Stage
from states.track import Track
from states.window import kst


@dataclass(frozen=True, slots=True)
class Calendar:
    """The windows of the year that was made up, and those of the year that is lived."""

    made: Plan
    lived: Plan

    def on(self, track: Track | None, stage: Stage, moment: str) -> datetime:
        """A Korean moment of the made-up year; before and after the window the distance stays what it was."""
        at = kst(moment)
        then, now = self.made.window(track, stage), self.lived.window(track, stage)
        if at < then.opens:
            return now.opens - (then.opens - at)
        if at >= then.closes:
            return now.closes + (at - then.closes)
        whole, gone = _seconds(then.closes - then.opens), _seconds(at - then.opens)
        return now.opens + timedelta(seconds=_seconds(now.closes - now.opens) * gone // whole)

    def share(self, track: Track, stage: Stage, part: int, whole: int) -> datetime:
        """Where a share of the lived window ends."""
        window = self.lived.window(track, stage)
        return window.opens + (window.closes - window.opens) * part // whole


def _seconds(span: timedelta) -> int:
    return span // timedelta(seconds=1)
