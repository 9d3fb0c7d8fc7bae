"""The serve stage: what work gets done."""
