"""The ground floor: records, units, kinds, errors, random keys and the numeric proxy. It imports
nothing of dawndusk above it.
"""
