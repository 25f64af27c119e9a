"""What operations share: their base class, keys, faults and sizes."""
