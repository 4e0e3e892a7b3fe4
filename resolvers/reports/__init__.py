"""Deeds of reports: send one in, bring it to an end, rate what came of it."""
