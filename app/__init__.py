"""The desktop program: sources of frames, live analysis, and the window that shows both."""
