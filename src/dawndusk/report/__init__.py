"""What a person or a program reads of a run: the summary, the screen, the page and the
explanations.
"""
