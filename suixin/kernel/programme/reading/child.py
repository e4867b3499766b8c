"""The process in which a file from outside is taken apart: little memory, little time, no files, nothing to lose.

Run as `python -m`; the file comes on standard input. It ends with status 0 and the text, or with REFUSED and the
code of the reason.
"""

import signal
import sys

REFUSED = 3
MEMORY = 260_000_000  # bytes of data
PROCESSOR_SECONDS = 1.6


def limit() -> None:
    if sys.platform == "win32":
        return  # the waiting process still ends this one
    import resource

    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    signal.setitimer(signal.ITIMER_PROF, PROCESSOR_SECONDS)


def main(kind: str) -> int:
    limit()
    from suixin.kernel.programme.reading import read_here
    from suixin.kernel.programme.reading.kind import Kind
    from suixin.kernel.programme.reading.unreadable import UnreadableFile

    try:
        answer, status = read_here(sys.stdin.buffer.read(), Kind(kind)), 0
    except UnreadableFile as problem:
        answer, status = problem.code, REFUSED
    except (MemoryError, RecursionError):
        answer, status = "too_complex", REFUSED
    sys.stdout.buffer.write(answer.encode())
    return status


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1]))
