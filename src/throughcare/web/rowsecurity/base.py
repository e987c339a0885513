"""Django's PostgreSQL backend, which tells the database at each transaction whose rows may be seen.

The context holds for one transaction only, so that a connection that goes back to a pool carries nothing over. A
statement outside a transaction gets one of its own for that.
"""

from django.db import transaction
from django.db.backends.postgresql import base

from throughcare.web.rowsecurity.context import current

TELL = "select set_config('throughcare.sees', %s, true)"


class DatabaseWrapper(base.DatabaseWrapper):
    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.execute_wrappers.append(self._in_a_transaction)

    def _set_autocommit(self, autocommit):
        super()._set_autocommit(autocommit)
        if not autocommit:
            self.tell()

    def tell(self) -> None:
        """Say to the transaction at hand whose rows may be seen."""
        with self.connection.cursor() as cursor:
            cursor.execute(TELL, [current().told])

    def _in_a_transaction(self, execute, sql, params, many, context):
        if self.in_atomic_block or not self.get_autocommit() or not current().told:
            return execute(sql, params, many, context)
        with transaction.atomic(using=self.alias):
            return execute(sql, params, many, context)
