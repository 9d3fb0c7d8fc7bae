"""The flight stage: what the fleet lives through."""
