"""`verify`: checks an exported record from docs/record-format.md alone; it shares no code with what writes one."""
