"""Radiators."""
