"""Moving a lane's projects with one chained entry each: bare SQL statements and strings, no rule, no model, no check."""

import sqlite3
from datetime import UTC, datetime
from hashlib import sha256

_SEPARATOR = "\x1f"


def move(
    connection: sqlite3.Connection, year: int, way: tuple[str, str, str], *, act: str, now: datetime
) -> int:
    """Move every project of the main track by an event from one status to another: the same rows and hashes."""
    event, source, target = way
    connection.execute("BEGIN IMMEDIATE")
    seq, head, recorded = connection.execute(
        "SELECT seq, hash, recorded_at FROM chain_head WHERE chain = ?", (str(year),)
    ).fetchone()
    stored = max(now.astimezone(UTC).replace(tzinfo=None).isoformat(" ", "microseconds"), recorded)
    stamp = stored.replace(" ", "T") + "+00:00"
    numbers = [
        number
        for (number,) in connection.execute(
            "SELECT number FROM project WHERE cycle = ? AND track = 'metro' AND status = ? ORDER BY number",
            (year, source),
        )
    ]
    given = f'{{"event":"{event}","track":"metro"}}'
    payload = f'{{"event":"{event}","from":"{source}","to":"{target}"}}'
    entries, cause = [], seq + 1
    for place in range(len(numbers) + 1):
        seq += 1
        fact, kind, told, body, subject = (
            ("projects.moved", "input", "", given, f"lane:{year}-metro")
            if place == 0
            else ("project.moved", "outcome", str(cause), payload, f"project:{year}-{numbers[place - 1]:04}")
        )
        fields = (head, str(year), str(seq), act, fact, kind, subject, stamp, stamp, "bench", told, body)
        head = sha256(_SEPARATOR.join(fields).encode()).hexdigest()
        entries.append(
            (
                str(year),
                seq,
                act,
                fact,
                place == 0,
                subject,
                stored,
                stored,
                "bench",
                cause if place else None,
                body,
                head,
            )
        )
    connection.execute(
        "UPDATE project SET status = ? WHERE cycle = ? AND track = 'metro' AND status = ?",
        (target, year, source),
    )
    connection.executemany("INSERT INTO entry VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", entries)
    connection.execute(
        "UPDATE chain_head SET seq = ?, hash = ?, recorded_at = ? WHERE chain = ?",
        (seq, head, stored, str(year)),
    )
    content = sha256(f'["projects.moved",{given}]'.encode()).hexdigest()
    connection.execute(
        "INSERT INTO act_done VALUES (?, ?, ?, ?, ?)", (str(year), act, content, cause, str(len(numbers)))
    )
    connection.execute("COMMIT")
    return len(numbers)
