"""The evolve stage: how the fleet ages."""
