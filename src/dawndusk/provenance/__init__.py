"""Provenance: where a number comes from, the bibliography of a run, and the calculator of
physics.
"""
