"""The attribution index in shards: rows of d small integers, whatever the adapter's size, for one record or
a million. docs/attribution-index.md describes the format."""
