"""Pictures of a record: `thirdline picture swimmer | waterfall | flow`, in English and Russian.

Question answered: what happened to these patients, line by line, at one look? The derived tables say it; here they only
become what `interfaces.pictures` draws, with what is not drawn said beneath.
"""

from thirdline.interfaces.record_pictures.commands import app

__all__ = ["app"]
