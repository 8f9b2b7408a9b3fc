"""The import report as a page: one self-contained document without scripts, in the style of the patient's report."""

from thirdline.interfaces.import_report.page import page

__all__ = ["page"]
