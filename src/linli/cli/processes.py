"""Several processes side by side: together they run, together they end."""

import signal
import subprocess
from queue import Empty, SimpleQueue
from threading import Event, Thread
from types import FrameType

PATIENCE = 40  # seconds a process gets to finish its work before it is killed
# A signal may come just before we go to sleep, and then wakes nobody: so never sleep for long.
PULSE = 0.3  # seconds
STOPS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def run_together(commands: list[list[str]]) -> int:
    """Run the commands until one ends or we are told to stop; the exit code of that first one."""
    children: list[subprocess.Popen[bytes]] = []

    stop = Event()

    def pass_on(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    before = {
        number: signal.signal(number, pass_on)
        for number in STOPS
        if signal.getsignal(number) != signal.SIG_IGN  # nohup, or a job of a shell script
    }
    try:
        return _wait_for_first(children, commands, stop)
    finally:
        _stop(children)
        for number, handler in before.items():
            signal.signal(number, handler)


def _wait_for_first(
    children: list[subprocess.Popen[bytes]], commands: list[list[str]], stop: Event
) -> int:
    ended: SimpleQueue[int] = SimpleQueue()
    for command in commands:
        # A session of their own: Ctrl-C reaches them through us, once.
        child = subprocess.Popen(command, start_new_session=True)
        children.append(child)
        Thread(target=lambda child=child: ended.put(child.wait()), daemon=True).start()
    while True:
        if stop.is_set():
            _ask_to_stop(children)
        try:
            code = ended.get(timeout=PULSE)
        except Empty:
            continue
        return 128 - code if code < 0 else code  # as a shell reports a death by signal


def _ask_to_stop(children: list[subprocess.Popen[bytes]]) -> None:
    for child in children:
        child.terminate()


def _stop(children: list[subprocess.Popen[bytes]]) -> None:
    _ask_to_stop(children)
    for child in children:
        try:
            child.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
