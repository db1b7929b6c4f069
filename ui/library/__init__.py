"""The library in the window: browsing, adding, removing, reading."""
