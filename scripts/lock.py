"""Lock what is installed: exact versions and hashes for Linux and macOS, Python 3.11 and later, in four files.

- lock.txt: what Yunying runs on, and what builds it
- lock-node.txt: Node for machines that have none that is new enough
- lock-dev.txt: everything that checks and tests use on top
- lock-bench.txt: engines that benchmarks compare with
"""

from __future__ import annotations

import subprocess
import sys
import sysconfig
from pathlib import Path

ROOT = Path(__file__).parent.parent
UV = str(Path(sysconfig.get_path("scripts")) / "uv")
LOCKS = {
    "lock.txt": ["pyproject.toml", "--extra", "build"],
    "lock-node.txt": ["requirements/node.in"],
    "lock-dev.txt": ["pyproject.toml", "--extra", "build", "--extra", "dev", "-c", "requirements/lock.txt"],
    "lock-bench.txt": ["pyproject.toml", "--extra", "bench", "-c", "requirements/lock-dev.txt"],
}


def main() -> int:
    """Write the locks; versions already locked stay unless `--upgrade` is given."""
    upgrade = ["--upgrade"] if "--upgrade" in sys.argv else []
    for name, options in LOCKS.items():
        command = [
            UV, "pip", "compile", *options, *upgrade,
            "--universal", "--python-version", "3.11", "--generate-hashes", "--quiet",
            "--custom-compile-command", "make lock", "--output-file", f"requirements/{name}",
        ]  # fmt: skip
        done = subprocess.run(command, cwd=ROOT, check=False)
        if done.returncode:
            return done.returncode
    return 0


if __name__ == "__main__":
    sys.exit(main())
