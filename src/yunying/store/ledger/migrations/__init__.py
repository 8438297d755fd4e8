"""Migrations of the ledger, applied by `yunying.store.ledger.migrate`."""
