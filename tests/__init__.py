"""Mirrors hubs/: what a module promises is tested under the same name."""
