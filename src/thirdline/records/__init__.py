"""Records: what was observed? One public verb, `read`, from a record in any form, whole or in parts, to typed tables."""

from thirdline.records.errors import RecordError
from thirdline.records.parts import Part, parts_of
from thirdline.records.reader import read
from thirdline.records.words import Words

__all__ = ["Part", "RecordError", "Words", "parts_of", "read"]
