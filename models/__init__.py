"""기록 the rows, and the queries that read and write them."""

from models.approval import PendingAct
from models.attendance import Attendance
from models.authenticator import Authenticator, UsedCode
from models.ballot import BallotBatch, VoterRoll
from models.blob import Blob
from models.columns import Row
from models.committee import Exclusion, Membership, Schooling
from models.completion import Completion
from models.consulting import Consulting
from models.cycle import Cycle, Lane
from models.delivery import Delivery
from models.dispatch import Dispatch
from models.due import Due
from models.gateway import Gateway
from models.journal import ActDone, Bookmark, ChainHead, Counter, Entry
from models.keyring import KeyProof
from models.letter import Letter
from models.meeting import Meeting
from models.notice import Mention, Notice
from models.objection import Objection
from models.office import Absence, Office
from models.outage import Missed, Pulse
from models.outbox import OutboxMessage
from models.person import Contact, Enrolment, Person
from models.poll import Poll, PollResult
from models.preference import Consent, Preference, Suppression
from models.project import Project
from models.ranking import Ranking
from models.receipt import Receipt
from models.report import DeliveryReport, ReportMark
from models.score import Score
from models.seat import Seat
from models.signature import Signature
from models.unit import Unit
from models.waiting import Waiting
from models.written import Written

__all__ = [
    "Absence",
    "ActDone",
    "Attendance",
    "Authenticator",
    "BallotBatch",
    "Blob",
    "Bookmark",
    "ChainHead",
    "Completion",
    "Consent",
    "Consulting",
    "Contact",
    "Counter",
    "Cycle",
    "Delivery",
    "DeliveryReport",
    "Dispatch",
    "Due",
    "Enrolment",
    "Entry",
    "Exclusion",
    "Gateway",
    "KeyProof",
    "Lane",
    "Letter",
    "Meeting",
    "Membership",
    "Mention",
    "Missed",
    "Notice",
    "Objection",
    "Office",
    "OutboxMessage",
    "PendingAct",
    "Person",
    "Poll",
    "PollResult",
    "Preference",
    "Project",
    "Pulse",
    "Ranking",
    "Receipt",
    "ReportMark",
    "Row",
    "Schooling",
    "Score",
    "Seat",
    "Signature",
    "Suppression",
    "Unit",
    "UsedCode",
    "VoterRoll",
    "Waiting",
    "Written",
]
