"""Pictures of evidence and outcomes: from plain frozen figures to SVG and PNG, in English and Russian, with the same told in words."""
