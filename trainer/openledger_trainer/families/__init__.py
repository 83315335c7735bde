"""Families of base models: one small description each, and how a GGUF of theirs becomes PyTorch weights."""
