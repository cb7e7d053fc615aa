"""Áo Xanh: the platform on which Viet Nam's youth organisations manage and coordinate volunteering."""

__version__ = "0.1.0"
