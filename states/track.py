"""유형 the seven kinds of project, each with its own way to the assembly."""

from states.labelled import Labelled


class Track(Labelled):
    """A kind of project; a year plan may give it the name of its year."""

    METRO = "metro", "광역제안형"
    COGOVERNANCE = "cogovernance", "광역협치형"
    DEMOCRACY = "democracy", "민주주의서울 연계형"
    DISTRICT = "district", "지역참여형"
    DISTRICT_PLAN = "district_plan", "구단위계획형"
    NEIGHBOURHOOD_PLAN = "neighbourhood_plan", "동단위계획형"
    DELIBERATIVE = "deliberative", "숙의형"

    @property
    def proposes(self) -> bool:
        """Does its list need the assembly's approval? 숙의형 only shows its results there."""
        return self is not Track.DELIBERATIVE
