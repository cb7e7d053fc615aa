"""The catalogues are complete, agree with each other, and say nothing twice."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_every_text_has_its_vietnamese():
    result = subprocess.run([sys.executable, ROOT / "tools" / "messages.py", "check"], capture_output=True, text=True)
    assert result.stdout == "Catalogues are complete.\n"
