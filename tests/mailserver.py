"""Postfix on a loopback port, with settings, queue and mailboxes of its own; and mblaze, to read what arrived.

Postfix is unpacked into build/ and never installed: installing it would replace the mail server of the machine. Run as
a program, by root, with one JSON value: it writes the settings and becomes Postfix.
"""

import ctypes
import grp
import json
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec
import trustme

ROOT = Path(__file__).parents[1]
POSTFIX = ROOT / "build" / "postfix"
LIBRARIES = POSTFIX / "usr" / "lib" / "postfix"
PATIENCE_S = 20
PR_SET_PDEATHSIG = 1
QUEUES = ("active", "bounce", "corrupt", "defer", "deferred", "flush", "hold", "incoming", "private", "saved", "trace")

MAIN = """\
compatibility_level = 3.6
queue_directory = {folder}/queue
data_directory = {folder}/data
daemon_directory = {libraries}/sbin
command_directory = {postfix}/usr/sbin
shlib_directory = {libraries}
import_environment = LD_LIBRARY_PATH={libraries} MAIL_CONFIG={folder}/etc MAIL_LOGTAG=briefexport
maillog_file = {folder}/log
maillog_file_prefixes = {folder}
mail_owner = daemon
setgid_group = mail
myhostname = relay.example
mydestination =
mynetworks = 127.0.0.0/8
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
alias_maps =
alias_database =
virtual_mailbox_domains = cabinet.example
virtual_mailbox_base = {folder}/mail
virtual_mailbox_maps = inline:{{ {boxes} }}
virtual_uid_maps = static:{reader}
virtual_gid_maps = static:{group}
virtual_minimum_uid = 1
default_transport = error:nothing leaves this machine
smtpd_relay_restrictions = permit_mynetworks, reject
smtpd_recipient_restrictions = reject_unauth_destination
smtpd_tls_security_level = may
smtpd_tls_chain_files = {folder}/etc/certificate.pem
message_size_limit = {largest}
"""
SERVICES = """\
127.0.0.1:{port} inet n - n - - smtpd
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
error unix - - n - - error
retry unix - - n - - error
virtual unix - n n - - virtual
anvil unix - - n - 1 anvil
proxymap unix - - n - - proxymap
tlsmgr unix - - n 1000? 1 tlsmgr
postlog unix-dgram n - n - 1 postlogd
"""


class MailServer(msgspec.Struct, frozen=True):
    """A server that runs, and where it puts mail: a Maildir a mailbox."""

    port: int
    authority: Path
    mailboxes: Path
    log: Path


class MailServerError(Exception):
    """The server cannot be run here; the text says what to do."""


@contextmanager
def postfix(port: int, boxes: Mapping[str, str], largest_bytes: int = 10_240_000) -> Iterator[MailServer]:
    """A server for these addresses, each with the name of its mailbox; everybody else is refused.

    It has a certificate for 127.0.0.1, and those who deliver change to the user who runs the test.
    """
    with tempfile.TemporaryDirectory(prefix="briefexport-mail-") as place:
        folder = Path(place)
        # Postfix gives up root's rights, and must still reach its folders.
        folder.chmod(0o755)
        authority = trustme.CA()
        authority.cert_pem.write_to_path(str(folder / "authority.pem"))
        authority.issue_cert("127.0.0.1").private_key_and_cert_chain_pem.write_to_path(str(folder / "certificate.pem"))
        how = {"folder": place, "port": port, "boxes": dict(boxes), "largest": largest_bytes, "user": os.getuid()}
        # The server runs as root, which this may not be.
        process = subprocess.Popen([*_as_root(), sys.executable, __file__, json.dumps(how)])
        try:
            _await(port, process, folder / "log")
            yield MailServer(port, folder / "authority.pem", folder / "mail", folder / "log")
        finally:
            process.terminate()
            process.wait(PATIENCE_S)
            subprocess.run([*_as_root(), "rm", "-rf", folder / "queue", folder / "data", folder / "etc"], check=True)


def _as_root() -> list[str]:
    if not (LIBRARIES / "sbin" / "master").exists():
        raise MailServerError("Postfix is missing; run: tools/environment mailserver")
    if os.geteuid() == 0:
        return ["env"]
    sudo = shutil.which("sudo")
    if sudo is None or subprocess.run([sudo, "-n", "true"], check=False, stderr=subprocess.DEVNULL).returncode:
        raise MailServerError("Postfix is started by root only; run the tests as root, or where sudo asks nothing")
    return [sudo, "-n"]


def _await(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + PATIENCE_S
    while time.monotonic() < end and process.poll() is None:
        try:
            with socket.create_connection(("127.0.0.1", port), PATIENCE_S) as connection:
                if connection.recv(100).startswith(b"220"):
                    return
        except OSError:
            time.sleep(0.05)
    said = log.read_text("utf-8")[-2000:] if log.exists() else "nothing"
    raise MailServerError(f"Postfix does not answer, and its log says: {said}")


def read_by_mblaze(path: Path, *how: str, arguments: Sequence[str] = ()) -> bytes:
    """What a program of mblaze gives of a message; `how` begins with the program, `arguments` come after the path."""
    program = shutil.which(how[0])
    if program is None:
        raise MailServerError(f"{how[0]} is missing; run: sudo apt-get install --no-install-recommends mblaze")
    command = [program, *how[1:], str(path), *arguments]
    return subprocess.run(command, check=True, capture_output=True, env={**os.environ, "LC_ALL": "C.UTF-8"}).stdout


# --- what root does


def become_postfix(how: Mapping[str, Any]) -> None:
    """Makes the folders as Postfix wants them, writes its settings, and runs it in place of this process."""
    folder, owner = Path(how["folder"]), pwd.getpwnam("daemon").pw_uid
    reader = pwd.getpwuid(how["user"])
    if reader.pw_uid == 0:
        # No mail is delivered as root, who can read everybody's.
        reader = pwd.getpwnam("nobody")
    for name in ("etc", "queue", "data", "mail"):
        (folder / name).mkdir()
    os.chown(folder / "data", owner, -1)
    os.chown(folder / "mail", reader.pw_uid, -1)
    for name in QUEUES:
        (folder / "queue" / name).mkdir(mode=0o700)
        os.chown(folder / "queue" / name, owner, -1)
    for name, rights in (("maildrop", 0o730), ("public", 0o710)):
        (folder / "queue" / name).mkdir()
        os.chown(folder / "queue" / name, owner, grp.getgrnam("mail").gr_gid)
        (folder / "queue" / name).chmod(rights)
    (folder / "queue" / "pid").mkdir()
    (folder / "certificate.pem").rename(folder / "etc" / "certificate.pem")
    boxes = ", ".join(f"{{ {address} = {box}/ }}" for address, box in how["boxes"].items())
    values = {**how, "libraries": LIBRARIES, "postfix": POSTFIX, "boxes": boxes}
    values |= {"reader": reader.pw_uid, "group": reader.pw_gid}
    (folder / "etc" / "main.cf").write_text(MAIN.format(**values), "utf-8")
    (folder / "etc" / "master.cf").write_text(SERVICES.format(**values), "utf-8")
    environment = {**os.environ, "LD_LIBRARY_PATH": str(LIBRARIES), "MAIL_CONFIG": str(folder / "etc")}
    master = str(LIBRARIES / "sbin" / "master")
    # Should the test be killed, the server ends with it.
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    os.execve(master, [master, "-d", "-c", str(folder / "etc")], environment)  # noqa: S606 - that is the point


if __name__ == "__main__":
    become_postfix(json.loads(sys.argv[1]))
