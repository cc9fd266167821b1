"""Lengths and circumferences on a picture whose pixel size is known. No Qt."""
