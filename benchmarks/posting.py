"""Posting an assignment against a bare route that inserts one row, through the same stack.

All go over real HTTP to one uvicorn process with the same unit of work, pool and threads. The bare route
reads a key and inserts one row; the real one also checks codes, writes draft, principals, event and audit
entry, and answers with the whole assignment. A third route does without the key, to show what the door costs.
"""

import asyncio
import json
import os
import socket
import subprocess
import sys
import time
from statistics import median

from app.infra.settings import PROJECT
from benchmarks.world import World

CONNECTIONS = 8
REQUESTS = 400
ROUNDS = 5
_BODY = {
    "titel": "Verordening bijzondere bijstand",
    "soort": "maatwerk",
    "taakgebied": "SZ",
    "product": "verordening",
    "gewenstResultaat": "Een verordening die de raad kan vaststellen",
    "gewensteDatum": "2026-06-01",
    "opdrachtgevers": [{"organisatie": "VLI"}],
    "plafond": {"inzetMinuten": 2400},
    "vertrouwelijk": False,
}


def measure(world: World) -> tuple[float, float, float]:
    """Requests per second: posting an assignment, the bare route, the bare route without a key; medians in turn."""
    port = _free_port()
    environment = {
        **os.environ,
        "PYTHONPATH": str(PROJECT),
        "SSC_DATABASE_URL": world.app_url,
        "SSC_VAR_DIR": str(world.settings.var_dir),
        "SSC_BENCH_TENANT": str(world.system.collaboration_id),
    }
    command = [sys.executable, "-m", "uvicorn", "--factory", "benchmarks.server:bare_and_real"]
    words = ["--host", "127.0.0.1", "--port", str(port), "--log-level", "warning", "--no-access-log"]
    server = subprocess.Popen([*command, *words], env=environment, cwd=PROJECT)
    try:
        _wait(port)
        real = _request(port, "/api/v1/opdrachten", world.keys["VLI"], _BODY)
        bare = _request(port, "/api/v1/kaal", world.keys["VLI"], {"naam": "rij"})
        doorless = _request(port, "/kaal", "", {"naam": "rij"})
        rates: dict[bytes, list[float]] = {real: [], bare: [], doorless: []}
        for request in rates:
            asyncio.run(_load(port, request, 50))
        for _ in range(ROUNDS):
            for request, found in rates.items():
                found.append(asyncio.run(_load(port, request, REQUESTS)))
        return median(rates[real]), median(rates[bare]), median(rates[doorless])
    finally:
        server.terminate()
        server.wait(20)


async def _load(port: int, request: bytes, count: int) -> float:
    """Send so many requests over the connections; gives requests per second. Anything but 201 is an error."""
    todo = iter(range(count))

    async def client() -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        for _ in todo:
            writer.write(request)
            head = await reader.readuntil(b"\r\n\r\n")
            if not head.startswith(b"HTTP/1.1 201"):
                raise RuntimeError(head.decode())
            length = next(line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length"))
            await reader.readexactly(int(length.partition(b":")[2]))
        writer.close()

    began = time.perf_counter()
    await asyncio.gather(*(client() for _ in range(CONNECTIONS)))
    return count / (time.perf_counter() - began)


def _request(port: int, path: str, key: str, content: dict[str, object]) -> bytes:
    body = json.dumps(content).encode()
    head = (
        f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Type: application/json\r\n"
        f"Authorization: Bearer {key}\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait(port: int) -> None:
    for _ in range(300):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError("the server did not open its port")
