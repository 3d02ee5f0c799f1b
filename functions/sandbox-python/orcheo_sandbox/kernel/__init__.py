"""The kernel's means of isolation, by ctypes: nothing here knows about runs, requests or results."""
