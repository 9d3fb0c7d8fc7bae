"""The design stage: what must fly."""
