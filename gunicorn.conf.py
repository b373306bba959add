"""How gunicorn serves the application, with the worker of the jobs room beside it."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import Any

bind = f"{os.environ.get('HOST', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
worker_class = "gthread"
threads = 4
timeout = 60
graceful_timeout = 20
keepalive = 5
max_requests = 20_000
max_requests_jitter = 2_000
accesslog = None  # the application writes its own lines, which never hold a secret
control_socket_disable = True

_runner: subprocess.Popen[bytes] | None = None


def when_ready(server: Any) -> None:
    """Start the process that works on proposals; it ends with this one."""
    global _runner
    if os.environ.get("PLANNER_JOBS", "1") != "0":
        _runner = subprocess.Popen([sys.executable, "-m", "planner.jobs.runner"])
        server.log.info("jobs runner: pid %d", _runner.pid)


def on_exit(_server: Any) -> None:
    """Take the runner down with the server."""
    if _runner is not None:
        _runner.terminate()
        try:
            _runner.wait(timeout=10)
        except subprocess.TimeoutExpired:
            _runner.kill()
