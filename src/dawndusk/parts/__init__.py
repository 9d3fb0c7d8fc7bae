"""Parts: one folder a family, one file a kind. Families know nothing of one another."""
