"""Knowledge: cited facts, refused at load when unknown, missing or uncited.

Question answered: what do we know, and who says so? `load()` reads every record of the knowledge folder into one
frozen `Knowledge`; anything that does not fit raises `KnowledgeError` with file, key, what is allowed, how to mend.
"""

from __future__ import annotations

from thirdline.knowledge.loader import Knowledge, KnowledgeError, load

__all__ = ["Knowledge", "KnowledgeError", "load"]
