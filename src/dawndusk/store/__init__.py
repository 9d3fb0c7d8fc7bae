"""Run folders: written, and opened again."""
