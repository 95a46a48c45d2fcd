"""A lock that one process at a time can hold. Standard library only, and read by any Python 3."""

import sys
import time
from pathlib import Path

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

WAITING = "正在等待另一个进程准备运行环境…… Another process is preparing the environment, waiting …"


class OneProcess:
    """Wait for the lock on entering; the system frees it when the process ends, however it ends."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __enter__(self) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.file = self.path.open("a+b")
        said = False
        while not self.take():
            if not said:
                print(WAITING, file=sys.stderr, flush=True)
                said = True
            time.sleep(0.2)

    def __exit__(self, *error: object) -> None:
        self.file.close()

    def take(self) -> bool:
        """Take the lock unless another process has it; says whether it is ours now."""
        try:
            if sys.platform == "win32":
                msvcrt.locking(self.file.fileno(), msvcrt.LK_NBLCK, 1)
            else:
                fcntl.flock(self.file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True
