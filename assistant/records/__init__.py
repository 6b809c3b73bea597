"""What the service keeps in its database, for how long, and what readers said of it.

A person's words come in masked. One module holds the tables, one the connection and its migrations,
and one each kind of record. SQLAlchemy and Alembic are known here and nowhere else.
"""
