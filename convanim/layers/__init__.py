"""What operations share: their keys, their faults, their sizes."""
