"""A process of its own for what strangers made: bound in CPU time and memory, writing no file, ended by the clock."""

import resource
import subprocess
import sys
from pathlib import Path

CPU_SECONDS = 8
MEMORY_BYTES = 700 * 1024 * 1024  # of addresses, of which the libraries reserve a good part without using it
ROOT = Path(__file__).resolve().parent.parent.parent
# The child gets no secrets: nothing of the site's environment.
ENVIRONMENT = {
    "PYTHONPATH": str(ROOT),
    "PYTHONDONTWRITEBYTECODE": "1",
    "PYTHONIOENCODING": "utf-8",
    "HOME": "/nonexistent",
    "OMP_NUM_THREADS": "1",
}


def run(
    module: str, *arguments: str, data: bytes = b"", seconds: float
) -> subprocess.CompletedProcess[bytes]:
    """Run a module of ours until it ends; subprocess.TimeoutExpired when the clock ended it."""
    command = [sys.executable, "-m", module, *arguments]
    return subprocess.run(
        command, input=data, capture_output=True, timeout=seconds, cwd=ROOT, env=ENVIRONMENT, check=False
    )


def limit() -> None:
    """Bind the process that calls this, for good."""
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
