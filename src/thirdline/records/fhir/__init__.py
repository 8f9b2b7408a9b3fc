"""FHIR R4: a bundle, a folder of bundles or of resources, or bulk NDJSON, as found rows of a record's tables.

`land` reads the files and `clear` forgets them; between the two, `relations` tells what they hold for each table and
`account` what became of each resource.
"""

from thirdline.records.fhir.accounting import account
from thirdline.records.fhir.finding import relations
from thirdline.records.fhir.landing import clear
from thirdline.records.fhir.reading import land

__all__ = ["account", "clear", "land", "relations"]
