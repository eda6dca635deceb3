"""What tables show: ids and records, without a view."""
