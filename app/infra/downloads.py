"""Files as answers: always to be saved, never shown in the page (data §6).

A file name on the wire is ASCII made by us. A ZIP of many files is written to a temporary file that
vanishes when the answer has been sent.
"""

import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from typing import BinaryIO

from fastapi.responses import Response, StreamingResponse

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_IN_MEMORY = 8 * 1024 * 1024
_CHUNK = 256 * 1024
_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The oldest moment a ZIP can hold: the same files give the same ZIP."""


def download(content: BinaryIO, media_type: str, file_name: str) -> Response:
    """One file; its bytes are read here and the file is closed."""
    with content:
        return Response(content.read(), media_type=media_type, headers=_headers(file_name))


def zip_download(files: Iterable[tuple[str, BinaryIO]], file_name: str) -> Response:
    """Several files in one ZIP, in the order given; their bytes are read before this returns."""
    chunks = _zipped(files)
    next(chunks)  # writes the ZIP while the files are still open
    return StreamingResponse(chunks, media_type="application/zip", headers=_headers(file_name))


def _zipped(files: Iterable[tuple[str, BinaryIO]]) -> Iterator[bytes]:
    """First nothing, when the ZIP has been written, then its bytes."""
    with tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY) as whole:
        with zipfile.ZipFile(whole, "w", zipfile.ZIP_STORED) as archive:  # PDFs are compressed already
            for name, content in files:
                archive.writestr(zipfile.ZipInfo(name, _EPOCH), content.read())
        whole.seek(0)
        yield b""
        while chunk := whole.read(_CHUNK):
            yield chunk


def _headers(file_name: str) -> dict[str, str]:
    return {"Content-Disposition": f'attachment; filename="{file_name}"'}
