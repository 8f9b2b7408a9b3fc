"""Schedules: dated doses of a regimen for a patient, each able to say why so much.

Question answered: how is it given? The rules are SQL (`doses.sql` and the stages that it reads), the numbers are
knowledge; `calendar` asks for one patient, `text` and `ics` show the rows.
"""
