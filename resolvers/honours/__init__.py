"""Deeds of honours: a title by points, nominations, and what a poll decides."""
