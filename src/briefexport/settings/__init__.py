"""What an operator decides: the mail server, the sender, who gets what. Read from `briefexport.toml`."""

from .find import read_settings
from .secret import Secret, SecretError, SecretSource, read_secret
from .value import Member, Security, Server, Settings

__all__ = [
    "Member",
    "Secret",
    "SecretError",
    "SecretSource",
    "Security",
    "Server",
    "Settings",
    "read_secret",
    "read_settings",
]
