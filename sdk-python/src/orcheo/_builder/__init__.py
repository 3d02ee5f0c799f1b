"""Workflows as Python code."""
