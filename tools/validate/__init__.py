"""The project against data that nobody in it wrote: `python -m tools.validate DATA`, or `make validate`.

Question answered: where does what is derived here differ from what others recorded, how often, and why? The data stay
where they are; what is kept under `docs/validation/` is figures. Whatever names a patient stays in `out/validation/`.
"""
