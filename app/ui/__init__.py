"""The window: widgets render state and emit intent; one painter draws all findings."""
