"""The small year with a third lane, which shares the main track's poll."""

from states.track import Track
from tests.toy import TEXT

COGOVERNANCE = Track.COGOVERNANCE
_START, _END = TEXT.index("[tracks.metro]"), TEXT.index("[tracks.neighbourhood_plan]")
_SECOND = (
    TEXT[_START:_END]
    .replace("tracks.metro", "tracks.cogovernance")
    .replace("광역제안형", "광역협치형")
    .replace("1_000_000_000", "500_000_000")
    .replace("inclusion_score", 'rounds = { value = 3, source = "our choice" }\ninclusion_score')
)
SHARED = TEXT[:_END].replace('["metro"]', '["metro", "cogovernance"]') + _SECOND + TEXT[_END:]
