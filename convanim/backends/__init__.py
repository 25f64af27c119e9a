"""What turns scenes into pixels and pages. One backend: matplotlib."""
