"""The price stage: what the same work costs in orbit and on the ground."""
