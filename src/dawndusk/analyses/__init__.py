"""Published analyses: what each says, in a file, and its own equations, in a module of the same
name.
"""
