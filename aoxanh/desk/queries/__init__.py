"""What pages of the desk read across apps, a module for each noun."""

from aoxanh.desk.queries.today import Today, Year, desk_of, year_of
from aoxanh.desk.queries.waiting import Waiting

__all__ = ["Today", "Waiting", "Year", "desk_of", "year_of"]
