"""The handbook: what of the documentation is generated from the code, the rows and the records of
the tests, as Markdown.

Nothing here knows MkDocs; `tools/handbook_hooks.py` hands the pages to it.
"""
