"""The revisions of the database's schema, for Alembic; `newsextract.sinks.sql.upgrade` plays them, no alembic.ini needed."""
