"""Runs Python code that strangers wrote: one isolated process for each run."""

__version__ = "1.0.0"
