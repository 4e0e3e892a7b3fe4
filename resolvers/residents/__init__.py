"""Deeds of residents: signing in, staying signed in, and being looked after."""
