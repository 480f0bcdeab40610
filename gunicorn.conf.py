"""How gunicorn serves the site: run `gunicorn` in this folder, and it reads this file.

HOST (127.0.0.1), PORT (8000), WEB_CONCURRENCY (2 processes), WEB_THREADS (4 in each) and
WEB_GRACEFUL_SECONDS (60) in the environment are honoured; GUNICORN_CMD_ARGS goes before them.
"""

import atexit
import os
import shutil
import tempfile

wsgi_app = "web:create_app()"
logger_class = "web.server_log.ServerLog"
loglevel = "warning"

bind = f"{os.environ.get('HOST') or '127.0.0.1'}:{os.environ.get('PORT') or '8000'}"
workers = int(os.environ.get("WEB_CONCURRENCY") or 2)
threads = int(os.environ.get("WEB_THREADS") or 4)

# The app is loaded once, before the fork, and the workers share its memory; each opens its engine
# with its first request. A reload (HUP) renews the workers; a new version takes a restart.
preload_app = True

# A worker that gives no sign of life for so long is killed. With threads a slow request is none.
timeout = 30
# How long what is under way at a reload or a stop may take to its end: an export above all.
graceful_timeout = int(os.environ.get("WEB_GRACEFUL_SECONDS") or 60)
keepalive = 5

# gunicorn's remote control is not wanted: its socket would stand in the home folder of whoever
# runs the site, which with systemd is the archive's own.
control_socket_disable = True

# A query stands in the address: gunicorn's own limit would cut off at some 450 Han characters.
limit_request_line = 0

# Where the workers count together for /metrics; what a worker counted stays in it when the worker
# is gone, for sums must not go back. This file is read again at each reload, when the folder has to
# stay; a folder that another server's environment names is not ours.
_FOLDER, _OWNER = "PROMETHEUS_MULTIPROC_DIR", "ARCHIVE_METRICS_OWNER"


def _remove(folder: str, owner: int) -> None:
    """Remove the folder at the server's end, not at a worker's, which inherits this."""
    if os.getpid() == owner:
        shutil.rmtree(folder, ignore_errors=True)


if os.environ.get(_OWNER) != str(os.getpid()):
    os.environ[_FOLDER] = tempfile.mkdtemp(prefix="report-archive-metrics-")
    os.environ[_OWNER] = str(os.getpid())
    atexit.register(_remove, os.environ[_FOLDER], os.getpid())
