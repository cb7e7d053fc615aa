"""Certificates: their forms, their issue, themselves, and their end."""

from aoxanh.recognition.models.certificates import CODE_LENGTH, Certificate, Paper, Revocation
from aoxanh.recognition.models.issues import Issue, IssueLine
from aoxanh.recognition.models.templates import Kind, Template, Version

__all__ = ["CODE_LENGTH", "Certificate", "Issue", "IssueLine", "Kind", "Paper", "Revocation", "Template", "Version"]
