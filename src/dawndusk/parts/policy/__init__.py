"""What decides how hard the chips work."""
