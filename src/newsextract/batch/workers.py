"""Worker processes: what happens when a page hangs, kills its reader, or eats the memory of the machine.

One page in a million makes a parser loop, and the night's run stands still at document 613,402 (docling #779). So pages are read
in processes of their own. Each is told a wall deadline and a memory limit by its operating system: a worker that hangs is stopped by
its own alarm clock even when the parent is gone, and one that outgrows its limit meets a MemoryError. The page it had in hand becomes a
`Failure`, a new worker takes its place, and the pages that waited behind it are read as if nothing had happened.

A worker is a plain `python -c`, fed by a pipe: the program that calls us needs no `if __name__ == "__main__"`, may have threads, and
may have changed its sys.path. What comes back from it is the article's JSON; the order of the input is kept.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import queue
import signal
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from dataclasses import dataclass
from importlib import import_module
from typing import IO, Any, cast

from newsextract.batch.inputs import Item
from newsextract.errors import NewsExtractError
from newsextract.records import Failure

DEADLINE = 30.0
"""Seconds for one page, by the clock on the wall; the slowest healthy page seen took 0.4."""
MEMORY = 1 << 30
"""Bytes of memory that a worker may ask for; a worker that reads ordinary pages holds 150 to 250 MB."""
ATTEMPTS = 2
"""How often a page is tried whose worker was killed from outside. A page that overran its deadline is not tried again."""
CHUNK = 8
CHUNK_BYTES = 1 << 20
WINDOW = 64
"""Pages in flight for each worker: what a slow page at the head may hold up, and what the parent keeps in memory."""
WINDOW_BYTES = 64 << 20
GRACE = 5.0
"""Seconds behind the deadline after which the parent stops a worker that its own alarm did not stop (it was suspended, say)."""
_HIGHEST = pickle.HIGHEST_PROTOCOL


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of an item: the article as JSON, or the failure."""

    item: Item
    article: bytes | None
    failure: Failure | None
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Limits:
    """What a page may cost, and what reads it (a dotted name, so that a test can send in something that hangs)."""

    deadline: float = DEADLINE
    memory: int = MEMORY
    extractor: str = "newsextract:extract"


def outcomes(
    items: Iterable[Item], *, workers: int | None = None, limits: Limits | None = None, stopped: Callable[[], bool] = bool
) -> Generator[Outcome, None, None]:
    """Every item's outcome, in the order of the items, read by `workers` processes (one for each core unless said otherwise).

    `workers=0` reads in this process, where there is neither deadline nor memory limit. When `stopped` says so no more items are taken
    and what is in flight is left alone.

    >>> from newsextract.batch.inputs import item
    >>> [(one.item.id, one.failure is None) for one in outcomes([item("a", "全市有公园412个。"), item("b", b"%PDF-1.7")], workers=2)]
    [('a', True), ('b', False)]
    """
    limits = limits or Limits()
    if workers == 0:
        for item in items:
            if stopped():
                return
            yield here(item, limits)
        return
    pool = _Pool(max(1, workers or os.cpu_count() or 1), limits)
    try:
        yield from pool.outcomes(iter(items), stopped)
    finally:
        pool.close()


def here(item: Item, limits: Limits) -> Outcome:
    """The outcome of an item, read in this process.

    >>> from newsextract.batch.inputs import item
    >>> here(item("a.html", b"%PDF-1.7"), Limits()).failure.error
    'UnreadableInput'
    """
    if item.failure is not None:
        return Outcome(item, None, item.failure)
    began = time.perf_counter()
    article, failure = _read(_extractor(limits.extractor), item.id, item.source, _options(item))
    return Outcome(item, article, _failed(failure), time.perf_counter() - began)


def _options(item: Item) -> dict[str, str]:
    given = {
        "url": item.url,
        "published": item.published,
        "region": item.region,
        "charset": item.charset,
        "script": item.script,
    }
    return {key: value for key, value in given.items() if value is not None}


def _extractor(name: str) -> Callable[..., Any]:
    module, _, function = name.partition(":")
    return cast(Callable[..., Any], getattr(import_module(module), function))


Failed = tuple[str, str, str, str, int]
"""A failure as it travels: id, stage, error, message, attempts."""


def _failed(failure: Failed | None) -> Failure | None:
    if failure is None:
        return None
    id, stage, error, message, attempts = failure
    return Failure(id=id, stage=stage, error=error, message=message, attempts=attempts)


def _read(extract: Callable[..., Any], id: str, source: Any, options: dict[str, str]) -> tuple[bytes | None, Failed | None]:
    """The article as JSON, or why there is none. A bug of ours on one page is that page's failure and not the run's."""
    try:
        return extract(source, **options).model_dump_json().encode("utf8"), None
    except NewsExtractError as error:
        return None, (id, error.stage, type(error).__name__, str(error), 1)
    except MemoryError:
        return None, (
            id,
            "limits",
            "MemoryError",
            "the page needs more memory than a worker may have; try --memory, or leave it out",
            1,
        )
    except RecursionError:
        return None, (id, "extract", "RecursionError", "the page is nested too deeply", 1)
    except Exception as error:
        where = error.__traceback__
        while where is not None and where.tb_next is not None:
            where = where.tb_next
        at = f" ({os.path.basename(where.tb_frame.f_code.co_filename)}:{where.tb_lineno})" if where is not None else ""  # noqa: PTH119
        return None, (
            id,
            "extract",
            type(error).__name__,
            f"{error}{at}; this is a fault of ours: please report it with the page",
            1,
        )


def work(deadline: float, memory: int, extractor: str) -> None:
    """The life of a worker: lists of pages come in on standard input, an answer for each goes out on standard output."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C goes to the whole group; the parent decides what it means
    pages, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # nothing that prints may fall into the answers
    sys.stdin = open(os.devnull)  # noqa: SIM115, PTH123
    _limit(memory)
    alarm = getattr(signal, "setitimer", None)
    extract: Callable[..., Any] | None = None
    while True:
        try:
            chunk: list[tuple[str, Any, dict[str, str]]] = pickle.load(pages)
        except EOFError:
            return
        for id, source, options in chunk:
            began = time.perf_counter()
            if alarm is not None:
                alarm(signal.ITIMER_REAL, deadline)
            if extract is None:
                extract = _extractor(extractor)
            article, failure = _read(extract, id, source, options)
            if alarm is not None:
                alarm(signal.ITIMER_REAL, 0)
            pickle.dump((article, failure, time.perf_counter() - began), answers, _HIGHEST)
            answers.flush()
            if failure is not None and failure[2] == "MemoryError":
                return  # a heap that was full is not trusted again


def _limit(memory: int) -> None:
    try:
        import resource
    except ImportError:  # Windows
        return
    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    resource.setrlimit(resource.RLIMIT_DATA, (memory if hard == resource.RLIM_INFINITY else min(memory, hard), hard))


class _Pool:
    """Threads, each with a worker process of its own; tasks go out in chunks, answers come back by number."""

    def __init__(self, workers: int, limits: Limits) -> None:
        self.workers = workers
        self.limits = limits
        self.tasks: queue.SimpleQueue[list[tuple[int, Item]] | None] = queue.SimpleQueue()
        self.answers: queue.SimpleQueue[tuple[int, Outcome] | BaseException] = queue.SimpleQueue()
        self.threads: list[_Worker] = []
        self.waiting = 0  # chunks that no worker has taken yet
        self.lock = threading.Lock()
        self.closed = False

    def outcomes(self, items: Iterator[Item], stopped: Callable[[], bool]) -> Iterator[Outcome]:
        done: dict[int, Outcome] = {}
        sizes: deque[int] = deque()
        chunk: list[tuple[int, Item]] = []
        taken = given = weight = chunk_bytes = 0
        more = True
        while True:
            while more and taken - given < WINDOW * self.workers and weight < WINDOW_BYTES and given not in done:
                if stopped():
                    return
                item = next(items, None)
                if item is None:
                    more = False
                    break
                sizes.append(item.size)
                weight += item.size
                if item.failure is not None:
                    done[taken] = Outcome(item, None, item.failure)
                else:
                    chunk.append((taken, item))
                    chunk_bytes += item.size
                taken += 1
                if len(chunk) >= CHUNK or chunk_bytes > CHUNK_BYTES or (chunk and self.waiting < self.workers):
                    self._put(chunk)
                    chunk, chunk_bytes = [], 0
                self._collect(done)
            if chunk:
                self._put(chunk)
                chunk, chunk_bytes = [], 0
            if given == taken and not more:
                return
            while given not in done:
                if stopped():
                    return
                self._collect(done, wait=0.2)
                self._watch()
            yield done.pop(given)
            weight -= sizes.popleft()
            given += 1

    def _put(self, chunk: list[tuple[int, Item]]) -> None:
        with self.lock:
            self.waiting += 1
            busy = sum(1 for thread in self.threads if thread.busy)
        self.tasks.put(chunk)
        if len(self.threads) < self.workers and busy + self.waiting > len(self.threads):
            self.threads.append(_Worker(self))
            self.threads[-1].start()

    def _collect(self, done: dict[int, Outcome], wait: float = 0.0) -> None:
        """Takes over the answers that are there; waits for the first of them at most `wait` seconds."""
        try:
            answer = self.answers.get(timeout=wait) if wait else self.answers.get_nowait()
            while True:
                if isinstance(answer, BaseException):
                    raise answer
                done[answer[0]] = answer[1]
                answer = self.answers.get_nowait()
        except queue.Empty:
            return

    def _watch(self) -> None:
        """Stops a worker whose own alarm did not go off."""
        late = time.monotonic() - self.limits.deadline - GRACE
        for thread in self.threads:
            if thread.since is not None and thread.since < late:
                thread.overdue = True
                thread.kill()

    def close(self) -> None:
        self.closed = True
        for thread in self.threads:
            self.tasks.put(None)
            thread.kill()
        for thread in self.threads:
            thread.join(timeout=10)


class _Worker(threading.Thread):
    """One thread, one process at a time."""

    def __init__(self, pool: _Pool) -> None:
        super().__init__(daemon=True, name="newsextract-worker")
        self.pool = pool
        self.process: subprocess.Popen[bytes] | None = None
        self.busy = False
        self.since: float | None = None
        self.overdue = False

    def run(self) -> None:
        try:
            while (chunk := self.pool.tasks.get()) is not None and not self.pool.closed:
                with self.pool.lock:
                    self.pool.waiting -= 1
                    self.busy = True
                self._serve(deque(chunk))
                self.busy = False
        except BaseException as error:  # a fault of the pool itself: the consumer raises it
            self.pool.answers.put(error)
        finally:
            self.kill()

    def _serve(self, chunk: deque[tuple[int, Item]]) -> None:
        attempts = 1
        alone: int | None = None  # the page that is tried again stands alone, so that it cannot take others with it
        while chunk and not self.pool.closed:
            part = [chunk[0]] if alone == chunk[0][0] else list(chunk)
            process = self.process or self._spawned()
            answered = 0
            try:
                stdin, stdout = cast(IO[bytes], process.stdin), cast(IO[bytes], process.stdout)
                self.since = time.monotonic()
                pickle.dump([(item.id, item.source, _options(item)) for _, item in part], stdin, _HIGHEST)
                stdin.flush()
                for number, item in part:
                    article, failure, seconds = pickle.load(stdout)
                    self.since = time.monotonic()
                    again = failure if failure is None or attempts == 1 else (*failure[:4], attempts)
                    self.pool.answers.put((number, Outcome(item, article, _failed(again), seconds)))
                    chunk.popleft()
                    answered += 1
                    attempts, alone = 1, None
                self.since = None
            except (EOFError, OSError, pickle.UnpicklingError):
                spent, code = self._buried()
                if not chunk or self.pool.closed:
                    continue
                if code == 0 and answered:
                    continue  # it left of its own will, after an answer (a full heap): nobody's fault
                number, item = chunk[0]
                failure = self._verdict(item, code, spent, attempts)
                if failure is None:
                    attempts, alone = attempts + 1, number
                    continue
                chunk.popleft()
                attempts, alone = 1, None
                self.pool.answers.put((number, Outcome(item, None, failure, spent)))

    def _verdict(self, item: Item, code: int, spent: float, attempts: int) -> Failure | None:
        """Why a worker died over a page; None when the page is worth another try."""
        deadline = self.pool.limits.deadline
        if code == -getattr(signal, "SIGALRM", 1 << 16) or self.overdue:
            self.overdue = False
            message = f"no answer within {deadline:g} seconds; its worker was stopped. try --deadline {deadline * 4:g}, or look at the page"
            return Failure(id=item.id, stage="limits", error="deadline", message=message, attempts=attempts)
        if attempts < ATTEMPTS:
            return None
        how = f"by {signal.Signals(-code).name}" if code < 0 else f"with code {code}"
        hint = "is the machine short of memory?" if code < 0 else "what it said stands above"
        message = f"its worker ended {how} after {spent:.1f} seconds, {attempts} times; {hint}"
        return Failure(id=item.id, stage="limits", error="worker_died", message=message, attempts=attempts)

    def _spawned(self) -> subprocess.Popen[bytes]:
        limits = self.pool.limits
        code = (
            f"import sys; sys.path[:] = {sys.path!r}\n"
            f"from newsextract.batch.workers import work\nwork({limits.deadline!r}, {limits.memory!r}, {limits.extractor!r})"
        )
        command = [sys.executable, "-c", code]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        if self.pool.closed:
            self.kill()
        return self.process

    def _buried(self) -> tuple[float, int]:
        """Reaps the worker: the seconds that the page at hand had, and the exit code."""
        spent = time.monotonic() - self.since if self.since is not None else 0.0
        process, self.process, self.since = self.process, None, None
        if process is None:
            return spent, 0
        try:
            code = process.wait(timeout=1)
        except subprocess.TimeoutExpired:
            process.kill()
            code = process.wait()
        _shut(process)
        return spent, code

    def kill(self) -> None:
        process = self.process
        if process is not None:
            process.kill()
            if threading.current_thread() is self:
                process.wait()
                _shut(process)


def _shut(process: subprocess.Popen[bytes]) -> None:
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            with contextlib.suppress(OSError):  # a dead worker's pipe: what was left in the buffer has nowhere to go
                pipe.close()
