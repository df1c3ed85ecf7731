"""The repository's own tools: each says at its top what it does and how to start it."""
