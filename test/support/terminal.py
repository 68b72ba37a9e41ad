"""Runs a program on a terminal of its own, for tests.

Standard input: lines of JSON, {"send": TEXT}, {"resize": [ROWS, COLUMNS]} or {"signal": NUMBER}. Standard output: what the
terminal shows. At the end, on the error output: the exit code and whether the terminal is as it was.
"""

import fcntl
import json
import os
import pty
import select
import struct
import subprocess
import sys
import termios


def resize(terminal, rows, columns):
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))


def show_rest(master):
    """Shows what the program wrote last. The kernel says EIO after that, unless somebody else still has the terminal."""
    try:
        while select.select([master], [], [], 2)[0]:
            os.write(1, os.read(master, 65536))
    except OSError:
        pass


def main():
    master, slave = pty.openpty()
    resize(slave, 24, 80)
    before = termios.tcgetattr(slave)

    def own_terminal():
        os.setsid()
        fcntl.ioctl(slave, termios.TIOCSCTTY, 0)

    child = subprocess.Popen(sys.argv[1:], stdin=slave, stdout=slave, stderr=slave, preexec_fn=own_terminal)
    orders = b""
    sources = [master, 0]
    while child.poll() is None:
        ready, _, _ = select.select(sources, [], [], 0.05)
        if master in ready:
            os.write(1, os.read(master, 65536))
        if 0 in ready:
            data = os.read(0, 65536)
            if not data:
                sources.remove(0)
            orders += data
            *lines, orders = orders.split(b"\n")
            for line in lines:
                order = json.loads(line)
                if "send" in order:
                    os.write(master, order["send"].encode())
                if "resize" in order:
                    resize(master, *order["resize"])
                if "signal" in order:
                    child.send_signal(order["signal"])
    same = termios.tcgetattr(slave) == before
    os.close(slave)
    show_rest(master)
    print(json.dumps({"code": child.returncode, "restored": same}), file=sys.stderr)


main()
