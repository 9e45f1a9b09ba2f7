"""유형 목록 which machine walks which track."""

from collections.abc import Mapping

from states.track import Track
from states.tracks.cogovernance import Cogovernance
from states.tracks.deliberative import Deliberative
from states.tracks.democracy import Democracy
from states.tracks.district import District
from states.tracks.district_plan import DistrictPlan
from states.tracks.lane import Lane
from states.tracks.metro import Metro
from states.tracks.neighbourhood_plan import NeighbourhoodPlan

LANES: Mapping[Track, type[Lane]] = {
    Track.METRO: Metro,
    Track.COGOVERNANCE: Cogovernance,
    Track.DEMOCRACY: Democracy,
    Track.DISTRICT: District,
    Track.DISTRICT_PLAN: DistrictPlan,
    Track.NEIGHBOURHOOD_PLAN: NeighbourhoodPlan,
    Track.DELIBERATIVE: Deliberative,
}
