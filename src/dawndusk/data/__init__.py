"""Numbers with sources: rows of `rows/*.csv`, each at once default, prior, documentation and
citation.
"""
