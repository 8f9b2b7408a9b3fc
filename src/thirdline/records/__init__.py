"""Records: what was observed? One public verb, `read`, from a folder of tables or a FHIR bundle to typed tables."""

from thirdline.records.errors import RecordError
from thirdline.records.reader import read
from thirdline.records.words import Words

__all__ = ["RecordError", "Words", "read"]
