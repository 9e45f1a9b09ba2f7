"""기록 the rows, and the queries that read and write them."""

from models.blob import Blob
from models.columns import Row
from models.cycle import Cycle, Lane
from models.due import Due
from models.journal import ActDone, Bookmark, ChainHead, Counter, Entry
from models.keyring import KeyProof
from models.person import Contact, Person
from models.project import Project
from models.unit import Unit
from models.written import Written

__all__ = [
    "ActDone",
    "Blob",
    "Bookmark",
    "ChainHead",
    "Contact",
    "Counter",
    "Cycle",
    "Due",
    "Entry",
    "KeyProof",
    "Lane",
    "Person",
    "Project",
    "Row",
    "Unit",
    "Written",
]
