"""Deeds of resolutions: publish what came of it, adopt suggestions, thank those who took part."""
