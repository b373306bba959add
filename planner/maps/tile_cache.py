"""Tiles kept on the disk, where the provider's terms allow it: bounded in size and in age."""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

MOST_BYTES = 256 * 1024 * 1024
DAYS = 30
EACH = 200  # after so many new tiles of a process the folder is tidied


@dataclass(slots=True)
class TileCache:
    """A folder for one provider; processes may share it."""

    folder: Path
    most: int = MOST_BYTES
    seconds: float = DAYS * 86_400
    clock: Callable[[], float] = time.time
    each: int = EACH
    written: int = 0

    def find(self, z: int, x: int, y: int) -> bytes | None:
        """A tile that is not too old."""
        path = self._path(z, x, y)
        try:
            if self.clock() - path.stat().st_mtime > self.seconds:
                return None
            return path.read_bytes() or None
        except OSError:
            return None

    def keep(self, z: int, x: int, y: int, data: bytes) -> None:
        """Write a tile whole or not at all; a full disk is no reason to fail."""
        path = self._path(z, x, y)
        with contextlib.suppress(OSError):
            path.parent.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(dir=path.parent)
            with os.fdopen(handle, "wb") as file:
                file.write(data)
            Path(name).replace(path)
            self.written += 1
            if self.written % self.each == 0:
                self.tidy()

    def tidy(self) -> None:
        """Remove what is too old, then the oldest until nine tenths of the room are enough."""
        found = []
        for path in self.folder.rglob("*"):
            with contextlib.suppress(OSError):
                state = path.stat()
                if path.is_file():
                    found.append((state.st_mtime, state.st_size, path))
        found.sort()
        total = sum(size for _at, size, _path in found)
        limit = self.most * 9 // 10 if total > self.most else total
        for at, size, path in found:
            if total <= limit and self.clock() - at <= self.seconds:
                break
            with contextlib.suppress(OSError):
                path.unlink()
            total -= size

    def _path(self, z: int, x: int, y: int) -> Path:
        return self.folder / str(z) / str(x) / str(y)


def cache_for(instance: Path, template: str) -> TileCache:
    """The folder below the instance; another provider has another one."""
    name = hashlib.sha256(template.encode()).hexdigest()[:16]
    return TileCache(instance / "tiles" / name)
