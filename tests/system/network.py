"""A script that makes loopback the network of a new name space, and then becomes another command.

    unshare --net python network.py 10.0.0.1 10.0.0.2 -- COMMAND...

The addresses are those of this machine there; nothing outside can be reached, and nothing there from outside.
"""

from __future__ import annotations

import fcntl
import os
import socket
import struct
import sys

SET_FLAGS, SET_ADDRESS, UP = 0x8914, 0x8916, 0x1
"""Of Linux: ioctl requests SIOCSIFFLAGS and SIOCSIFADDR, and IFF_UP."""


def main(arguments: list[str]) -> None:
    split = arguments.index("--")
    addresses, command = arguments[:split], arguments[split + 1 :]
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        fcntl.ioctl(any_socket, SET_FLAGS, struct.pack("16sh14x", b"lo", UP))
        for number, address in enumerate(addresses):
            name = f"lo:{number}".encode()
            there = struct.pack("16sHH4s8x", name, socket.AF_INET, 0, socket.inet_aton(address))
            fcntl.ioctl(any_socket, SET_ADDRESS, there)
    os.execvp(command[0], command)  # noqa: S606 — this process becomes the command


if __name__ == "__main__":
    main(sys.argv[1:])
