"""How long does it take, how much memory, and how does that grow? `make bench` measures, and writes docs/benchmarks.md.

Each measurement runs in a process of its own (`apart`), so that one's memory and caches are not another's. The process
that starts them stays small: it imports no engine.
"""
