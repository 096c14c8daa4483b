"""The connection a transaction hands out; services pass it on and never look inside."""

from __future__ import annotations

from sqlcipher3.dbapi2 import Connection as Connection
