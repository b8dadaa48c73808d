"""A database as the sink of a run, and as its ledger: what was done is stored in the same transaction as its records.

A night's run dies, two runs meet in one file, a server restarts in the middle of a batch: whatever happens, what the ledger calls done is
there, and what is there is done. A batch is one transaction; a reading that stands there already is not stored again; a document
that the database will not take is put aside alone. What stands in which table, and what identifies it, is told in schema.py.
"""

from __future__ import annotations

import json
import os
import platform
import sqlite3
import time
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar, cast

import sqlalchemy as sa
from sqlalchemy import exc
from sqlalchemy.engine import Connection

from newsextract.errors import SinkError
from newsextract.records import Article, Failure
from newsextract.sinks import Outcome, Page
from newsextract.sinks.corrections import RECORDS, corrected, correction_row
from newsextract.sinks.engines import PATIENCE, engine_of, in_words, passing, revision_of, upgrade
from newsextract.sinks.schema import (
    CHILDREN,
    HEAD,
    article,
    article_row,
    correction,
    date_mention,
    document,
    hashed,
    lines_of,
    numeric_fact,
    organisation_mention,
    page,
    quarantine,
    record_of,
    rows_of,
    run,
    source_address,
    version_key,
)

RETRIES = 5
"""How often a transaction is played again after a deadlock or a lost connection, waiting 0.5, 1, 2, 4 and 8 seconds."""


Made = TypeVar("Made")
Stored = TypeVar("Stored", bound=Outcome)


class Refused(SinkError):
    """The database is well, but will not take this data."""


@dataclass(frozen=True, slots=True)
class Known:
    """What the ledger says of an item: `done`, `failed` (in quarantine), or None for new; and the message of the failure."""

    state: str | None
    message: str = ""


class Database:
    """An open database: the sink of a run, and its ledger."""

    def __init__(self, to: str, *, version: str, create: bool = True, command: str = "", keep_pages: bool = False) -> None:
        """Opens it, and makes the schema in an empty one. Raises SinkError, saying what to check or run, when that cannot be done."""
        self.name = to
        self.version = version
        self.command = command
        self.keep_pages = keep_pages
        self.run_id: int | None = None
        self.killed: list[datetime] = []
        self.engine = engine_of(to)
        if self.engine.dialect.name == "sqlite" and not create and not Path(self.engine.url.database or "").is_file():
            raise SinkError(f"there is no database {to}; make one with: newsextract extract PATH --to {to}")
        try:
            self._prepare(create)
        except exc.SQLAlchemyError as error:
            raise SinkError(f"{self._shown()} cannot be opened: {in_words(error)}; {self._check()}") from None

    def _shown(self) -> str:
        url = self.engine.url
        return str(url.database) if url.get_backend_name() == "sqlite" else url.render_as_string()

    def _check(self) -> str:
        if self.engine.dialect.name == "sqlite":
            return "is the folder there and writable, and the file a database?"
        return "is the server running, and are address, name and password right?"

    def _prepare(self, create: bool) -> None:
        revision = revision_of(self.engine)
        if revision is None:
            if not create:
                raise SinkError(
                    f"{self._shown()} holds no records of ours; make them with: newsextract extract PATH --to {self.name}"
                )
            if self.engine.dialect.name == "sqlite":
                self._write_ahead()
            self._made()
        elif revision != HEAD:
            if version_key(revision) > version_key(HEAD):
                raise SinkError(
                    f"{self._shown()} was made by a newer newsextract (schema {revision}, ours is {HEAD}); run: pip install -U newsextract"
                )
            raise SinkError(
                f"{self._shown()} has the older schema {revision}, ours is {HEAD}; run: newsextract upgrade {self.name}"
            )
        if create:
            with self._begin() as connection:  # refused now, and not after an hour: read-only files, missing rights
                self._buried(connection)

    def _buried(self, connection: Connection) -> None:
        """Marks the runs that stand as running and whose process is gone: they were killed. What they stored is there."""
        dead = [row for row in connection.execute(sa.select(run).where(run.c.status == "running")) if not alive(row.summary)]
        for row in dead:
            connection.execute(sa.update(run).where(run.c.id == row.id).values(status="killed"))
        self.killed = [row.started for row in dead]

    def _write_ahead(self) -> None:
        """Turns on the write-ahead log, for good, outside any transaction, where alone it works. Another run that does the same in this
        moment makes SQLite say "locked" without waiting; should that last, the file works without the log too."""
        for _ in range(50):
            raw = self.engine.raw_connection()
            try:
                raw.cursor().execute("PRAGMA journal_mode = WAL")
                return
            except sqlite3.OperationalError as error:
                if "locked" not in str(error):
                    raise exc.OperationalError("PRAGMA journal_mode = WAL", {}, error) from None
                time.sleep(0.1)
            except sqlite3.Error as error:
                raise exc.DatabaseError("PRAGMA journal_mode = WAL", {}, error) from None
            finally:
                raw.close()

    def _made(self) -> None:
        """The schema, unless another run has made it in the same moment."""
        try:
            upgrade(self.engine)
        except exc.SQLAlchemyError:
            for _ in range(20):
                time.sleep(0.25)
                if revision_of(self.engine) == HEAD:
                    return
            raise

    @contextmanager
    def _begin(self) -> Iterator[Connection]:
        with self.engine.connect().execution_options(writes=True) as connection, connection.begin():
            yield connection

    def transaction(self, body: Callable[[Connection], Made]) -> Made:
        """Runs `body` in one transaction, again from its start after a deadlock or a lost connection. Raises SinkError."""
        for attempt in range(RETRIES + 1):
            try:
                with self._begin() as connection:
                    return body(connection)
            except (exc.DataError, exc.IntegrityError) as error:
                raise Refused(f"{self._shown()} took nothing of this batch: {in_words(error)}") from None
            except exc.DBAPIError as error:
                if attempt == RETRIES or not passing(error):
                    raise SinkError(
                        f"{self._shown()} took nothing of this batch: {in_words(error)}; {self._advice(error)}"
                    ) from None
                time.sleep(0.5 * 2**attempt)
            except (exc.SQLAlchemyError, ValueError, OverflowError) as error:
                raise Refused(f"{self._shown()} took nothing of this batch: {in_words(error)}") from None
        raise AssertionError

    def _advice(self, error: exc.DBAPIError) -> str:
        said = in_words(error)
        if "full" in said or "No space" in said:
            return "make room on the disk and run the same command again: it goes on where it stopped"
        if "locked" in said:
            return (
                f"another program holds the file for more than {PATIENCE} seconds; run the same command again when it is done"
            )
        if "readonly" in said or "read-only" in said or "permission" in said:
            return "the file or its folder may not be written to"
        return "run the same command again: it goes on where it stopped"

    def close(self) -> None:
        """Lets go of the file; the write-ahead log of an SQLite file is folded into it."""
        self.engine.dispose()

    def __enter__(self) -> Database:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # ------------------------------------------------------------------------------------------------------------ the ledger

    def begin_run(self, connection: Connection) -> int:
        """This run's row, made when it first stores something: a run with nothing to do leaves no trace."""
        if self.run_id is None:
            values = {
                "started": _now(),
                "status": "running",
                "version": self.version,
                "command": self.command,
                "summary": this_process(),  # until the run's own takes its place
            }
            key = connection.execute(sa.insert(run).values(values)).inserted_primary_key
            assert key is not None
            self.run_id = int(key[0])
        return self.run_id

    def finish(self, status: str, summary: Mapping[str, Any]) -> None:
        """Closes the run's row: finished, interrupted or stopped."""
        if self.run_id is not None:
            values = {"finished": _now(), "status": status, "summary": dict(summary)}
            self.transaction(
                lambda connection: connection.execute(sa.update(run).where(run.c.id == self.run_id).values(values))
            )

    def known(self, items: Sequence[Page]) -> list[Known]:
        """What is known of each item; the sources of the done ones are noted, in a transaction that is only opened when one is new."""
        try:
            done, failed = self._asked(items)
            news = [item for item in items if item.content_hash in done and self._is_news(done[item.content_hash], item)]
        except exc.SQLAlchemyError as error:
            raise SinkError(f"{self._shown()} cannot be read: {in_words(error)}; {self._check()}") from None
        found = []
        for item in items:
            if self._reading(done, item) is not None:
                found.append(Known("done"))
            else:
                message = failed.get((hashed(item.id), item.content_hash, item.options_hash))
                found.append(Known(None) if message is None else Known("failed", message))
        if news:
            self._transaction_with_run(lambda connection: self._stored(connection, news, {}, asked=True))
        return found

    def _asked(self, items: Sequence[Page]) -> tuple[dict[str, _Document], dict[tuple[str, str, str], str]]:
        """What the ledger has of the items, done and failed; asked again while the server restarts."""
        for attempt in range(RETRIES):
            try:
                with self.engine.connect() as connection:
                    return self._done(connection, items), self._failed(connection, items)
            except exc.DBAPIError as error:
                if not passing(error):
                    raise
                time.sleep(0.5 * 2**attempt)
        with self.engine.connect() as connection:
            return self._done(connection, items), self._failed(connection, items)

    def _transaction_with_run(self, body: Callable[[Connection], Made]) -> Made:
        """A transaction that may make the run's row; when it fails the row is forgotten with it."""
        before = self.run_id

        def whole(connection: Connection) -> Made:
            self.run_id = before
            return body(connection)

        try:
            return self.transaction(whole)
        except BaseException:
            self.run_id = before
            raise

    def _done(self, connection: Connection, items: Sequence[Page]) -> dict[str, _Document]:
        """The documents of the items that are in the ledger, with their readings and sources."""
        hashes = sorted({item.content_hash for item in items})
        found: dict[str, _Document] = {}
        by_id: dict[int, _Document] = {}
        for row in connection.execute(
            sa.select(document.c.id, document.c.content_hash).where(document.c.content_hash.in_(hashes))
        ):
            found[row.content_hash] = by_id[row.id] = _Document(row.id, [], {})
        if by_id:
            columns = article.c.id, article.c.document_id, article.c.version, article.c.options_hash, article.c.current
            for reading in connection.execute(
                sa.select(*columns).where(article.c.document_id.in_(by_id)).order_by(article.c.id)
            ):
                by_id[reading.document_id].readings.append(reading)
            source = source_address.c
            sources = sa.select(source.document_id, source.address_hash, source.latest).where(source.document_id.in_(by_id))
            for stand in connection.execute(sources):
                by_id[stand.document_id].sources[stand.address_hash] = stand.latest
        return found

    def _reading(self, done: Mapping[str, _Document], item: Page) -> Any | None:
        """The reading of the item by this version with its options."""
        entry = done.get(item.content_hash)
        key = self.version, item.options_hash
        return next((row for row in entry.readings if (row.version, row.options_hash) == key), None) if entry else None

    def _is_news(self, entry: _Document, item: Page) -> bool:
        """Whether a done item has something for the ledger: a new source, or a reading that should be the current one."""
        reading = next(
            (row for row in entry.readings if (row.version, row.options_hash) == (self.version, item.options_hash)), None
        )
        if reading is None:
            return False
        newest = all(version_key(row.version) <= version_key(self.version) for row in entry.readings)
        return entry.sources.get(hashed(item.id)) is not True or (newest and not reading.current)

    def _failed(self, connection: Connection, items: Sequence[Page]) -> dict[tuple[str, str, str], str]:
        """The unresolved failures of this version, by address, content and options."""
        table = quarantine.c
        addresses = [hashed(item.id) for item in items]
        query = sa.select(table.address_hash, table.content_hash, table.options_hash, table.message).where(
            table.address_hash.in_(addresses), table.resolved.is_(False), table.version == self.version
        )
        return {(row.address_hash, row.content_hash, row.options_hash): row.message for row in connection.execute(query)}

    # ------------------------------------------------------------------------------------------------------------ storing

    def add(self, outcomes: Sequence[Stored]) -> list[Stored]:
        """Stores a batch in one transaction: documents, sources, articles with their records, failures; gives what was stored.

        A document that the database will not take (a character it does not know, a number out of its range) goes to quarantine alone,
        and the others of its batch are stored. Raises SinkError for everything that is not the document's fault.
        """
        try:
            self._add(outcomes)
            return list(outcomes)
        except Refused as error:
            if len(outcomes) > 1:
                return [stored for outcome in outcomes for stored in self.add([outcome])]
            (outcome,) = outcomes
            if outcome.failure is not None:
                raise
            failure = Failure(id=outcome.item.id, stage="sink", error="data_refused", message=str(error))
            refused: Stored = replace(cast(Any, outcome), article=None, failure=failure)
            self._add([refused])
            return [refused]

    def _add(self, outcomes: Sequence[Outcome]) -> None:
        articles = {
            (outcome.item.content_hash, outcome.item.options_hash): outcome
            for outcome in outcomes
            if outcome.article is not None
        }
        failures = [outcome for outcome in outcomes if outcome.failure is not None]

        def body(connection: Connection) -> None:
            done = [outcome.item for outcome in outcomes if outcome.article is not None]
            self._stored(connection, done, articles, asked=False)
            if failures:
                self._quarantined(connection, failures)
            if self.keep_pages:
                self._kept(connection, done)

        self._transaction_with_run(body)

    def _ignoring(self, table: sa.Table) -> Any:
        """An insert that leaves alone what is there already."""
        if self.engine.dialect.name in ("mysql", "mariadb"):
            return sa.insert(table).prefix_with("IGNORE")
        if self.engine.dialect.name == "postgresql":
            from sqlalchemy.dialects.postgresql import insert as pg_insert

            return pg_insert(table).on_conflict_do_nothing()
        from sqlalchemy.dialects.sqlite import insert as sqlite_insert

        return sqlite_insert(table).on_conflict_do_nothing()

    def _stored(
        self, connection: Connection, items: Sequence[Page], articles: Mapping[tuple[str, str], Outcome], *, asked: bool
    ) -> None:
        if not items:
            return
        # One order for all writers, or they wait for each other in a ring.
        items = sorted(items, key=lambda item: item.content_hash)
        unique = {item.content_hash: item for item in items}
        if articles:
            run_id = self.begin_run(connection)
            new_documents = [{"content_hash": key, "size": item.size, "run_id": run_id} for key, item in unique.items()]
            connection.execute(self._ignoring(document), new_documents)
        if self.engine.dialect.name != "sqlite":
            locked = (
                sa.select(document.c.id)
                .where(document.c.content_hash.in_(unique))
                .order_by(document.c.content_hash)
                .with_for_update()
            )
            connection.execute(locked).all()
        done = self._done(connection, items)
        new = {
            (done[outcome.item.content_hash].id, outcome.item.options_hash): outcome
            for outcome in articles.values()
            if self._reading(done, outcome.item) is None
        }
        if new:
            self._read(connection, new, done)
        touched = {entry.id for entry in done.values()} | self._sourced(connection, items, done)
        chosen = {done[item.content_hash].id: item.options_hash for item in items} if asked else {}
        self._made_current(connection, touched, chosen)
        self._resolved(connection, items)

    def _read(self, connection: Connection, new: Mapping[tuple[int, str], Outcome], done: Mapping[str, _Document]) -> None:
        """New readings, and their records, corrected by what was noted for the document or for any of its addresses."""
        run_id = self.begin_run(connection)
        records: dict[tuple[int, str], dict[str, Any]] = {}
        names = {
            key: {outcome.item.content_hash, hashed(outcome.item.id), *done[outcome.item.content_hash].sources}
            for key, outcome in new.items()
        }
        corrections = self._corrections(connection, set().union(*names.values()))
        rows = []
        for (document_id, options_hash), outcome in new.items():
            assert outcome.article is not None
            record = json.loads(outcome.article)
            fitting = [one for one in corrections if one.document_hash in names[document_id, options_hash]]
            record = corrected(record, fitting) if fitting else record
            records[document_id, options_hash] = record
            ledger = {"document_id": document_id, "options_hash": options_hash, "options": outcome.item.options}
            rows.append({**article_row(record), **ledger, "version": self.version, "current": False, "run_id": run_id})
        connection.execute(sa.insert(article), rows)
        query = sa.select(article.c.id, article.c.document_id, article.c.options_hash).where(
            article.c.document_id.in_([document_id for document_id, _ in new]), article.c.version == self.version
        )
        ids = {(row.document_id, row.options_hash): row.id for row in connection.execute(query)}
        for field, table in CHILDREN.items():
            rows = [
                {**rows_of(one, table), "article_id": ids[key], "ordinal": ordinal}
                for key, record in records.items()
                for ordinal, one in enumerate(record[field])
            ]
            if rows:
                connection.execute(sa.insert(table), rows)

    def _sourced(self, connection: Connection, items: Sequence[Page], done: Mapping[str, _Document]) -> set[int]:
        """Notes the addresses of the items; gives the documents that stood there before."""
        rows: dict[tuple[int, str], dict[str, Any]] = {}
        back: list[tuple[int, str]] = []
        stands = {}
        for item in items:
            entry, address_hash = done[item.content_hash], hashed(item.id)
            stands[address_hash] = entry.id
            if address_hash not in entry.sources:
                rows[entry.id, address_hash] = {
                    "document_id": entry.id,
                    "address": item.id,
                    "address_hash": address_hash,
                    "url": item.url,
                    "fetched": item.fetched,
                    "latest": True,
                    "run_id": self.begin_run(connection),
                }
            elif not entry.sources[address_hash]:
                back.append((entry.id, address_hash))
        table = source_address.c
        left: set[int] = set()
        query = sa.select(table.id, table.document_id, table.address_hash).where(
            table.address_hash.in_(stands), table.latest.is_(True)
        )
        old = [row for row in connection.execute(query) if row.document_id != stands[row.address_hash]]
        if old:
            left = {row.document_id for row in old}
            connection.execute(sa.update(source_address).where(table.id.in_([row.id for row in old])).values(latest=False))
        if rows:
            connection.execute(self._ignoring(source_address), list(rows.values()))
        for document_id, address_hash in back:
            connection.execute(
                sa.update(source_address)
                .where(table.document_id == document_id, table.address_hash == address_hash)
                .values(latest=True)
            )
        return left

    def _made_current(self, connection: Connection, documents: Iterable[int], chosen: Mapping[int, str]) -> None:
        """Marks the newest reading of each document that still stands somewhere: the highest version, then the one asked for, then the last."""
        documents = list(documents)
        table = source_address.c
        standing = set(
            connection.execute(
                sa.select(table.document_id).where(table.document_id.in_(documents), table.latest.is_(True))
            ).scalars()
        )
        columns = article.c.id, article.c.document_id, article.c.version, article.c.options_hash, article.c.current
        readings: dict[int, list[Any]] = {}
        for row in connection.execute(sa.select(*columns).where(article.c.document_id.in_(documents))):
            readings.setdefault(row.document_id, []).append(row)
        on: list[int] = []
        off: list[int] = []
        for document_id, rows in readings.items():
            first = max(
                rows, key=lambda row: (version_key(row.version), row.options_hash == chosen.get(row.document_id), row.id)
            )
            for row in rows:
                should = row is first and document_id in standing
                if should != row.current:
                    (on if should else off).append(row.id)
        for ids, value in ((off, False), (on, True)):
            if ids:
                connection.execute(sa.update(article).where(article.c.id.in_(ids)).values(current=value))

    def _resolved(self, connection: Connection, items: Sequence[Page]) -> None:
        table = quarantine.c
        addresses = [hashed(item.id) for item in items]
        connection.execute(
            sa.update(quarantine).where(table.address_hash.in_(addresses), table.resolved.is_(False)).values(resolved=True)
        )

    def _quarantined(self, connection: Connection, outcomes: Sequence[Outcome]) -> None:
        """Failures, each with its reason and the bytes it failed on; a failure that comes again counts its attempts."""
        run_id = self.begin_run(connection)
        table = quarantine.c
        for outcome in outcomes:
            item, failure = outcome.item, outcome.failure
            assert failure is not None
            address_hash = hashed(item.id)
            same = (
                table.address_hash == address_hash,
                table.content_hash == item.content_hash,
                table.options_hash == item.options_hash,
            )
            what = {
                "version": self.version,
                "stage": failure.stage,
                "error": failure.error,
                "message": failure.message,
                "last_run_id": run_id,
                "resolved": False,
            }
            again = sa.update(quarantine).where(*same).values(**what, attempts=table.attempts + failure.attempts)
            if not connection.execute(again).rowcount:
                key = {
                    "address": item.id,
                    "address_hash": address_hash,
                    "content_hash": item.content_hash,
                    "options_hash": item.options_hash,
                }
                new = {
                    **key,
                    **what,
                    "options": item.options,
                    "url": item.url,
                    "attempts": failure.attempts,
                    "first_run_id": run_id,
                }
                connection.execute(sa.insert(quarantine).values(new))
        self._kept(connection, [outcome.item for outcome in outcomes if outcome.item.size])

    def _kept(self, connection: Connection, items: Sequence[Page]) -> None:
        """The bytes of the pages, packed, by their hash."""
        rows = {}
        for item in items:
            data = item.source.encode("utf8", "surrogatepass") if isinstance(item.source, str) else item.source
            rows[item.content_hash] = {"content_hash": item.content_hash, "size": item.size, "data": zlib.compress(data)}
        if rows:
            connection.execute(self._ignoring(page), [rows[key] for key in sorted(rows)])

    def _corrections(self, connection: Connection, names: Iterable[str]) -> Sequence[Any]:
        """The corrections noted for these content hashes and hashes of addresses, in the order they were noted."""
        return connection.execute(
            sa.select(correction).where(correction.c.document_hash.in_(set(names))).order_by(correction.c.id)
        ).all()

    # ------------------------------------------------------------------------------------------------------------ corrections

    def correct(self, given: Iterable[Mapping[str, Any]]) -> tuple[int, int]:
        """Notes corrections and applies them to the current readings; gives how many were noted, and how many articles changed.

        A correction names a `document` (its address or content hash), a `field` and the right `value`; for a record inside the article also
        `record` (fact, date, organisation), its `quote`, and `nth` when these words stand more than once. It survives re-extraction,
        and what it set is named in the row's `corrected`. The same correction given again replaces the one before.
        """
        noted = [correction_row(number, one) for number, one in enumerate(given, 1)]
        table = correction.c

        def body(connection: Connection) -> int:
            for one in noted:
                same = [table[name] == one[name] for name in ("document_hash", "record", "quote", "nth", "field")]
                if not connection.execute(sa.update(correction).where(*same).values(one)).rowcount:
                    connection.execute(sa.insert(correction).values(one))
            return self._recorrected(connection, {str(one["document_hash"]) for one in noted})

        return len(noted), self.transaction(body)

    def unknown(self, given: Iterable[Mapping[str, Any]]) -> list[str]:
        """The documents that corrections name and that are not here, or not yet, by address or by content hash."""
        named = {str(correction_row(number, one)["document_hash"]): str(one["document"]) for number, one in enumerate(given, 1)}
        with self.engine.connect() as connection:
            known = {
                *connection.execute(sa.select(source_address.c.address_hash).where(source_address.c.address_hash.in_(named))).scalars(),
                *connection.execute(sa.select(document.c.content_hash).where(document.c.content_hash.in_(named))).scalars(),
            }
        return [name for key, name in named.items() if key not in known]

    def _recorrected(self, connection: Connection, keys: set[str]) -> int:
        """Applies corrections to the readings that are stored already; the number of articles that changed."""
        source, changed = source_address.c, 0
        by_address = sa.select(source.document_id).where(source.address_hash.in_(keys), source.latest.is_(True))
        by_content = sa.select(document.c.id).where(document.c.content_hash.in_(keys))
        query = sa.select(article, document.c.content_hash).join_from(article, document)
        query = query.where(
            article.c.current.is_(True), sa.or_(article.c.document_id.in_(by_address), article.c.document_id.in_(by_content))
        )
        for row in connection.execute(query).all():
            record = self._article(connection, row).model_dump(mode="json")
            addresses = (
                connection.execute(sa.select(source.address_hash).where(source.document_id == row.document_id)).scalars().all()
            )
            fitting = self._corrections(connection, [row.content_hash, *addresses])
            fixed = corrected(record, fitting)
            changed += fixed != record
            connection.execute(sa.update(article).where(article.c.id == row.id).values(article_row(fixed)))
            for field, table in CHILDREN.items():
                if field in RECORDS.values():
                    connection.execute(sa.delete(table).where(table.c.article_id == row.id))
                    rows = [
                        {**rows_of(one, table), "article_id": row.id, "ordinal": ordinal}
                        for ordinal, one in enumerate(fixed[field])
                    ]
                    if rows:
                        connection.execute(sa.insert(table), rows)
        return changed

    # ------------------------------------------------------------------------------------------------------------ reading

    def status(self) -> dict[str, Any]:
        """What the database holds: counts, failures by kind, and how much of it is thin (without date, source, region or facts), by site."""
        with self.engine.connect() as connection:

            def number(query: Any) -> int:
                return int(connection.execute(query).scalar() or 0)

            def grouped(column: Any) -> dict[str, int]:
                query = sa.select(column, sa.func.count()).where(current).group_by(column).order_by(sa.func.count().desc())
                return {key: total for key, total in connection.execute(query)}  # noqa: C416 (a Result is no mapping)

            def count(table: sa.Table, *where: Any) -> int:
                return number(sa.select(sa.func.count()).select_from(table).where(*where))

            current = article.c.current.is_(True)
            facts = sa.select(sa.func.count()).select_from(numeric_fact.join(article)).where(current)
            thin = {
                "without date": article.c.published.is_(None),
                "without source": article.c.source == "",
                "without region": article.c.region_name.is_(None),
                "without facts": ~sa.exists().where(numeric_fact.c.article_id == article.c.id),
                "without text": article.c.text == "",
            }
            columns = [sa.func.sum(sa.case((test, 1), else_=0)).label(name) for name, test in thin.items()]
            query = (
                sa.select(article.c.site, sa.func.count().label("articles"), *columns).where(current).group_by(article.c.site)
            )
            of_facts = (
                sa.select(article.c.site, sa.func.count(), sa.func.sum(sa.case((numeric_fact.c.indicator == "", 1), else_=0)))
                .select_from(numeric_fact.join(article))
                .where(current)
                .group_by(article.c.site)
            )

            def by_site(*where: Any) -> list[dict[str, Any]]:
                """The sites, the largest first, each with its articles and facts, and how many of them are thin."""
                per = {site: (total, int(bare)) for site, total, bare in connection.execute(of_facts.where(*where))}
                found = []
                for row in connection.execute(query.where(*where).order_by(sa.func.count().desc())):
                    total, bare = per.get(row.site, (0, 0))
                    found.append({**row._mapping, "facts": total, "without indicator": bare})
                return found

            last = number(sa.select(sa.func.max(article.c.run_id)))
            now, before = (by_site(test) for test in (article.c.run_id == last, article.c.run_id != last))
            waiting = sa.select(quarantine.c.error, sa.func.count(), sa.func.min(quarantine.c.message)).where(
                quarantine.c.resolved.is_(False)
            )
            return {
                "documents": count(document),
                "sources": count(source_address),
                "articles": count(article, current),
                "older readings": count(article, article.c.current.is_(False)),
                "facts": number(facts),
                "without indicator": number(facts.where(numeric_fact.c.indicator == "")),
                "statuses": grouped(article.c.status),
                "versions": grouped(article.c.version),
                "thin": {
                    name: number(sa.select(sa.func.count()).select_from(article).where(current, test))
                    for name, test in thin.items()
                },
                "sites": by_site()[:20],
                "turned": _turned(now, before, [*thin, "without indicator"]),
                "failures": [
                    tuple(row)
                    for row in connection.execute(waiting.group_by(quarantine.c.error).order_by(sa.func.count().desc()))
                ],
                "corrections": count(correction),
                "pages kept": number(
                    sa.select(sa.func.count()).select_from(page.join(document, page.c.content_hash == document.c.content_hash))
                ),
                "runs": [
                    {**row._mapping, "status": "killed" if row.status == "running" and not alive(row.summary) else row.status}
                    for row in connection.execute(sa.select(run).order_by(run.c.id.desc()).limit(3))
                ],
            }

    def waiting(self) -> Iterator[Failure]:
        """What waits in quarantine."""
        for _, row in self._paged(sa.select(quarantine).where(quarantine.c.resolved.is_(False)), quarantine.c.id):
            yield failure_of(row)

    def failures(self) -> Iterator[tuple[Failure, Kept]]:
        """What waits in quarantine: each failure, and what is needed to try it again."""
        query = sa.select(quarantine).where(quarantine.c.resolved.is_(False))
        for connection, row in self._paged(query, quarantine.c.id):
            data = self._page(connection, row.content_hash)
            yield failure_of(row), Kept(row.address, row.content_hash, row.options, row.url, data)

    def outdated(self) -> Iterator[Kept]:
        """The current readings of other versions than ours: what is needed to read them anew."""
        columns = article.c.id, article.c.document_id, article.c.options, document.c.content_hash
        query = (
            sa.select(*columns)
            .join_from(article, document)
            .where(article.c.current.is_(True), article.c.version.in_(self._older()))
        )
        source = source_address.c
        for connection, row in self._paged(query, article.c.id):
            of_document = sa.select(source.address, source.url).where(source.document_id == row.document_id).order_by(source.id)
            sources = connection.execute(of_document).all()
            data = self._page(connection, row.content_hash)
            yield Kept(
                sources[0].address, row.content_hash, row.options, sources[0].url, data, tuple(one.address for one in sources)
            )

    def _older(self) -> list[str]:
        """The versions older than ours that have a current reading."""
        with self.engine.connect() as connection:
            versions = connection.execute(sa.select(article.c.version).where(article.c.current.is_(True)).distinct()).scalars()
            return [version for version in versions if version_key(version) < version_key(self.version)]

    def to_do(self) -> tuple[int, int]:
        """How many pages wait in quarantine, and how many current readings are of an older version."""
        with self.engine.connect() as connection:
            wait, old = quarantine.c.resolved.is_(False), (article.c.current.is_(True), article.c.version.in_(self._older()))
            queries = (sa.select(sa.func.count()).select_from(quarantine).where(wait), sa.select(sa.func.count()).where(*old))
            waiting, outdated = (int(connection.execute(query).scalar() or 0) for query in queries)
            return waiting, outdated

    def _paged(self, query: Any, key: Any, page: int = 100) -> Iterator[tuple[Connection, Any]]:
        """The rows of a query in the order of their key, a page at a time, each read before the next is asked for: writers need not wait."""
        last = 0
        while True:
            with self.engine.connect() as connection:
                rows = connection.execute(query.where(key > last).order_by(key).limit(page)).all()
            if not rows:
                return
            for row in rows:
                with self.engine.connect() as connection:
                    yield connection, row
            last = rows[-1].id

    def _page(self, connection: Connection, content_hash: str) -> bytes | None:
        data = connection.execute(sa.select(page.c.data).where(page.c.content_hash == content_hash)).scalar()
        return None if data is None else zlib.decompress(data)

    def changes(self) -> dict[str, Any]:
        """What this version reads otherwise than the one before it did, over the documents that both have read: counts, old and new."""
        counted: dict[str, list[int]] = {}
        total = changed = 0
        newer = article.alias("newer")
        latest = sa.select(sa.func.max(article.c.id)).where(
            article.c.document_id == newer.c.document_id,
            article.c.options_hash == newer.c.options_hash,
            article.c.version != self.version,
        )
        pairs = sa.select(newer.c.id, latest.scalar_subquery().label("old")).where(
            newer.c.current.is_(True), newer.c.version == self.version
        )
        for connection, row in self._paged(pairs, newer.c.id):
            if row.old is None:
                continue
            total += 1
            before, after = self._signature(connection, row.old), self._signature(connection, row.id)
            changed += before != after
            for field, value in after.items():
                entry = counted.setdefault(field, [0, 0, 0])
                entry[0] += len(before[field] - value)
                entry[1] += len(value - before[field])
                entry[2] += before[field] != value
        return {"documents": total, "changed": changed, "fields": {field: tuple(entry) for field, entry in counted.items()}}

    def _signature(self, connection: Connection, article_id: int) -> dict[str, set[Any]]:
        """A reading as sets that can be compared: one of its values for each field, one of its records for each kind."""
        row = connection.execute(sa.select(article).where(article.c.id == article_id)).one()
        found: dict[str, set[Any]] = {
            name: {getattr(row, name)} for name in ("title", "published", "source", "text", "region_name", "status")
        }
        for field, table, names in (
            (
                "facts",
                numeric_fact,
                (
                    "quote",
                    "start",
                    "value",
                    "upper",
                    "unit",
                    "indicator",
                    "comparison",
                    "period_first",
                    "period_last",
                    "region_name",
                ),
            ),
            ("dates", date_mention, ("quote", "start", "first", "last", "grain")),
            ("organisations", organisation_mention, ("quote", "start", "name")),
        ):
            query = sa.select(*[table.c[name] for name in names]).where(table.c.article_id == article_id)
            found[field] = {tuple(one) for one in connection.execute(query)}
        return found

    def articles(self, *, current: bool = True, limit: int | None = None) -> Iterator[tuple[str, Article]]:
        """The articles, with an address of each, as they were stored (and corrected); the current ones, unless all are asked for."""
        query = sa.select(article)
        for number, (connection, row) in enumerate(
            self._paged(query.where(article.c.current.is_(True)) if current else query, article.c.id)
        ):
            if number == limit:
                return
            where = (
                sa.select(source_address.c.address)
                .where(source_address.c.document_id == row.document_id)
                .order_by(source_address.c.id)
            )
            yield connection.execute(where.limit(1)).scalar() or "", self._article(connection, row)

    def _article(self, connection: Connection, row: Any) -> Article:
        columns = dict(row._mapping)
        record = record_of(columns, [name for name in Article.model_fields if name not in ("published", "paragraphs")])
        if columns["published"] is not None:
            record["published"] = {
                "value": columns["published"],
                "precision": columns["published_precision"],
                "evidence": columns["published_evidence"],
            }
        record["paragraphs"] = lines_of(columns["text"]) if columns["paragraphs"] is None else columns["paragraphs"]
        for field, table in CHILDREN.items():
            names = [
                column.name
                for column in table.columns
                if column.name not in ("article_id", "ordinal", "corrected") and "_real" not in column.name
            ]
            rows = connection.execute(sa.select(table).where(table.c.article_id == row.id).order_by(table.c.ordinal))
            record[field] = [_nested(record_of(dict(one._mapping), names)) for one in rows]
        record.pop("column", None)
        return Article.model_validate({**record, "column": columns["column"]})


TURNED, ENOUGH = 0.3, 5
"""A site is named when the share of its articles that lack something rose by so much in the last run, over at least so many articles."""


def _turned(now: Iterable[Any], before: Iterable[Any], names: Iterable[str]) -> list[tuple[str, str, float, float, int]]:
    """The sites whose articles lack in the last run what they had before: site, what, share before, share now, articles now."""
    earlier = {row["site"]: row for row in before}
    found = []
    for row in now:
        old = earlier.get(row["site"])
        for name in names if old is not None else ():
            of = of_what(name)
            if old is None or row[of] < ENOUGH or old[of] < ENOUGH:
                continue
            was, is_ = old[name] / old[of], row[name] / row[of]
            if is_ - was >= TURNED:
                found.append((row["site"] or "(none)", name, was, is_, row[of]))
    return found


def of_what(name: str) -> str:
    """What a share of the summary is a share of.

    >>> of_what("without date"), of_what("without indicator")
    ('articles', 'facts')
    """
    return "facts" if name == "without indicator" else "articles"


def this_process() -> dict[str, Any]:
    """What a run's row says of its process while it goes on, so that the next run can tell whether it was killed."""
    return {"host": platform.node(), "process": os.getpid(), "since": _birth(os.getpid())}


def alive(said: Any) -> bool:
    """Whether the process that wrote `said` may still be running; of another machine's we cannot know, and say yes.

    >>> alive(this_process()), alive({**this_process(), "since": "1"}), alive(None)
    (True, False, False)
    """
    if not isinstance(said, dict) or "process" not in said:
        return False
    if said["host"] != platform.node():
        return True
    birth = _birth(said["process"])
    return birth is not None and birth == said["since"]


def _birth(process: int) -> str | None:
    """When a process began, in the system's own ticks (two processes may have one number, but not both in one moment); None: there is none."""
    try:
        stat = Path(f"/proc/{process}/stat").read_text(encoding="latin-1")
    except OSError:
        if Path("/proc/self/stat").exists() or os.name == "nt":  # Windows: signal 0 would end it
            return None if os.name != "nt" else "unknown"
        try:
            os.kill(process, 0)
        except ProcessLookupError:
            return None
        except OSError:
            return "unknown"
        return "unknown"
    state, *rest = stat.rpartition(")")[2].split()
    return None if state in "ZX" else rest[18]


def _nested(record: dict[str, Any]) -> dict[str, Any]:
    """Without the flattened columns, which `record_of` has put back in their place."""
    return {name: value for name, value in record.items() if not name.startswith(("region_", "period_"))}


@dataclass(frozen=True, slots=True)
class _Document:
    """A document of the ledger: its readings, and at which addresses it stands (True: it is the newest there)."""

    id: int
    readings: list[Any]
    sources: dict[str, bool]


@dataclass(frozen=True, slots=True)
class Kept:
    """A page that is to be read again: its address, its hash, its options, and its bytes where they were kept."""

    address: str
    content_hash: str
    options: str
    url: str | None
    data: bytes | None
    addresses: tuple[str, ...] = ()


def _now() -> datetime:
    return datetime.now(UTC).replace(tzinfo=None, microsecond=0)


def failure_of(row: Any) -> Failure:
    """A row of the quarantine as the failure it was."""
    return Failure(id=row.address, stage=row.stage, error=row.error, message=row.message, attempts=row.attempts)
