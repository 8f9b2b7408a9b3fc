"""The report of one patient: where they stand, why, and what is left, as one printable page."""

from thirdline.interfaces.report.model import Course
from thirdline.interfaces.report.page import page

__all__ = ["Course", "page"]
