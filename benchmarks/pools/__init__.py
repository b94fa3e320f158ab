"""Pools of needs and offers whose answers are known, and what is measured on them."""
