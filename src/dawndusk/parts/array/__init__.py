"""Solar arrays."""
