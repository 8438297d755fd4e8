"""`yunying rfm`."""

from yunying.cli.layers import rfm as command

__all__ = ["command"]
