"""Scenario files as text: reading, layers, the gallery, inputs, messages, schema and template."""
