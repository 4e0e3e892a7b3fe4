"""Deeds of meetings: call one, lead it, write down what is said, take away what must not stand."""
