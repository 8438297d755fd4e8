"""Yunying (运营): a team's operations loop in one program."""

__version__ = "0.1.0"
