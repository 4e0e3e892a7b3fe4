"""What is kept."""

import sys

import pysqlite3

# SQLite 3.7 to 3.51.2 can lose a write when a WAL is reset; this build is newer. SQLAlchemy imports it by this name.
sys.modules["sqlite3"] = pysqlite3
