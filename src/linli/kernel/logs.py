"""What is written to the log: where and what kind, never what somebody said.

A message of an exception may quote the row that the database refused, an address the key of
somebody's request. So a log line carries the frames and the kinds of exceptions without their
words, and the route of an address instead of the address.
"""

import json
import logging
import traceback
from collections.abc import Iterator
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any

# The request being answered; set by the outermost middleware, empty in the worker.
request_id: ContextVar[str] = ContextVar("request_id", default="")


def route_of(request: Any) -> str:
    """The pattern of the address, whose places stay empty."""
    match = getattr(request, "resolver_match", None)
    return f"/{match.route}" if match else "/?"


class LineFormatter(logging.Formatter):
    """One line for people; what follows of an exception are its frames."""

    def format(self, record: logging.LogRecord) -> str:
        parts = (_moment(record), record.levelname, record.name, _number(record) or "-")
        return "\n".join([" ".join((*parts, _message(record))), *_frames(record.exc_info)])


class JsonFormatter(logging.Formatter):
    """One JSON object for each line, for whoever collects logs."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "at": _moment(record),
            "level": record.levelname,
            "logger": record.name,
            "request": _number(record),
            "message": _message(record),
            **getattr(record, "fields", {}),
        }
        if frames := list(_frames(record.exc_info)):
            line["exception"] = frames
        return json.dumps(line, ensure_ascii=False)


def _moment(record: logging.LogRecord) -> str:
    return datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")


def _number(record: logging.LogRecord) -> str:
    """Django says some things of a request after the last middleware has left it."""
    return request_id.get() or getattr(getattr(record, "request", None), "trace", "")


def _message(record: logging.LogRecord) -> str:
    """Django puts the whole address, and words of the exception, into what it says of a request."""
    if hasattr(record, "request"):
        return f"{getattr(record, 'status_code', '')} {route_of(record.request)}".strip()
    return record.getMessage()


def _frames(info: Any) -> Iterator[str]:
    """The chain of exceptions, the first cause first: frames and kind of each."""
    error = info[1] if info else None
    chain = []
    while error is not None and error not in chain:
        chain.append(error)
        error = error.__cause__ or error.__context__
    for each in reversed(chain):
        for frame in traceback.extract_tb(each.__traceback__):
            yield f"  {frame.filename}:{frame.lineno} {frame.name}"
        state = getattr(each, "sqlstate", None)
        yield f"{type(each).__qualname__}{f' {state}' if state else ''}"
