"""A PostgreSQL of our own, for who has none: binaries from a Python package, files under `var/`.

`ensure_running` gives the server of this installation, started here when nobody did. With
`DATABASE_URL` set it starts nothing. The wrapper's own start in the package is not used: after a
`kill -9` it takes the dead server for a running one, and as root it opens up folders. This server
listens on no port, only on a socket in a private folder, and never runs as root.
"""

from app.infra.embedded.place import Unavailable
from app.infra.embedded.roles import ensure_roles
from app.infra.embedded.server import Server, ensure_running, throwaway

__all__ = ["Server", "Unavailable", "ensure_roles", "ensure_running", "throwaway"]
