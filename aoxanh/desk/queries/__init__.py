"""What pages of the desk read across apps, a module for each noun."""

from aoxanh.desk.queries.today import Today, Waiting, Year, desk_of, year_of

__all__ = ["Today", "Waiting", "Year", "desk_of", "year_of"]
