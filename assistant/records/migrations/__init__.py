"""The steps by which the schema of the records grew; Alembic runs those that a database lacks."""
