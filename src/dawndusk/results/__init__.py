"""Results: the numbers and sentences of a run, for the screen, `run.json` and pages; no HTML."""
