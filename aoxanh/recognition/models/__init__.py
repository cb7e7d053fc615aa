"""Certificates: their forms, their issue, themselves, and their end; and what people show of their record."""

from aoxanh.recognition.models.certificates import CODE_LENGTH, Certificate, Paper, Revocation
from aoxanh.recognition.models.credentials import LIST_SIZE, Credential, StatusList
from aoxanh.recognition.models.issues import Issue, IssueLine
from aoxanh.recognition.models.sharing import HonourBoard, NameForm, RecordPaper, Share
from aoxanh.recognition.models.templates import Kind, Template, Version

__all__ = [
    "CODE_LENGTH",
    "LIST_SIZE",
    "Certificate",
    "Credential",
    "HonourBoard",
    "Issue",
    "IssueLine",
    "Kind",
    "NameForm",
    "Paper",
    "RecordPaper",
    "Revocation",
    "Share",
    "StatusList",
    "Template",
    "Version",
]
