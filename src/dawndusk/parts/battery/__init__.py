"""Batteries."""
