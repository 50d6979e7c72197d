"""A process of its own that makes a run final; started by tests, which may kill it on the way.

Arguments: database, collaboration, moment, run, and where to stop and wait (“genummerd”: everything is written and
flushed, nothing committed). Says what came of it.
"""

import sys
from datetime import datetime
from uuid import UUID

from app import tables
from app.features.invoices import service
from app.infra.clock import FixedClock
from app.infra.db import Database
from app.kernel.actor import Actor
from app.kernel.errors import Refused


def say(word: str) -> None:
    """Tell the test how far it is."""
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()


def main(url: str, tenant: str, moment: str, run: str, pause: str) -> None:
    """Make the run final."""
    assert tables.metadata.tables
    database = Database(url, FixedClock(datetime.fromisoformat(moment)))
    try:
        with database.unit_of_work(Actor.system(int(tenant), "k5")) as work:
            service.make_final(work, UUID(run))
            if pause == "genummerd":
                work.session.flush()
                say("genummerd")
                sys.stdin.readline()
    except Refused:
        say("geweigerd")
    else:
        say("definitief")
    database.close()


if __name__ == "__main__":
    main(*sys.argv[1:6])
