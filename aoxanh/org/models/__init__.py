"""Units, where they stood and when, and how one became another."""

from aoxanh.org.models.posts import Post
from aoxanh.org.models.reorganisations import Change, Reorganisation, Step
from aoxanh.org.models.units import FormerIdentity, Parentage, Succession, Unit

__all__ = ["Change", "FormerIdentity", "Parentage", "Post", "Reorganisation", "Step", "Succession", "Unit"]
