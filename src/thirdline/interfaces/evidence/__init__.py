"""What trials say together: `thirdline evidence network | forest | league | pool | compare`, in text, JSON and pictures.

Question answered: how does a person ask the evidence, and how is the answer told, with its limits, in either language?
"""

from thirdline.interfaces.evidence import file_commands, option_command  # noqa: F401 - register their commands
from thirdline.interfaces.evidence.commands import app

__all__ = ["app"]
