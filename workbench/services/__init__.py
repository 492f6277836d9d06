"""Use cases and read models: permissions, transactions, events."""
