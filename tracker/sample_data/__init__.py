"""Test data of any size, obviously made up, for measuring."""
