"""기록 the rows, and the queries that read and write them."""

from models.attendance import Attendance
from models.ballot import BallotBatch, VoterRoll
from models.blob import Blob
from models.columns import Row
from models.completion import Completion
from models.consulting import Consulting
from models.cycle import Cycle, Lane
from models.due import Due
from models.journal import ActDone, Bookmark, ChainHead, Counter, Entry
from models.keyring import KeyProof
from models.meeting import Meeting
from models.objection import Objection
from models.person import Contact, Person
from models.poll import Poll, PollResult
from models.project import Project
from models.ranking import Ranking
from models.score import Score
from models.seat import Seat
from models.signature import Signature
from models.unit import Unit
from models.waiting import Waiting
from models.written import Written

__all__ = [
    "ActDone",
    "Attendance",
    "BallotBatch",
    "Blob",
    "Bookmark",
    "ChainHead",
    "Completion",
    "Consulting",
    "Contact",
    "Counter",
    "Cycle",
    "Due",
    "Entry",
    "KeyProof",
    "Lane",
    "Meeting",
    "Objection",
    "Person",
    "Poll",
    "PollResult",
    "Project",
    "Ranking",
    "Row",
    "Score",
    "Seat",
    "Signature",
    "Unit",
    "VoterRoll",
    "Waiting",
    "Written",
]
