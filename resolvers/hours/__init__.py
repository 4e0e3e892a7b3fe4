"""The bank of hours: help asked for, offered and done, and hours given on."""
