"""Activities: planned, joined, attended, and confirmed."""
