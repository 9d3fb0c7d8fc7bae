"""Studies around a run: what moves the answer."""
