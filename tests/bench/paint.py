"""Starts a program and tells when it has painted: paint.py PROGRAM ARGUMENT...

Looks at rows of the screen until they hold more colours than a window without content has, as
text and lines bring. Prints {"ms", "pid"}, and ends the program when its own input ends.
"""

import ctypes
import json
import subprocess
import sys
import time

WIDTH, ROWS = 1200, range(30, 790, 20)
COLOURS = 12
PATIENCE = 120.0
ALL_PLANES, Z_PIXMAP = ctypes.c_ulong(-1), 2


class Image(ctypes.Structure):
    _fields_ = [
        ("width", ctypes.c_int),
        ("height", ctypes.c_int),
        ("offset", ctypes.c_int),
        ("format", ctypes.c_int),
        ("data", ctypes.POINTER(ctypes.c_uint32)),
    ]


x11 = ctypes.CDLL("libX11.so.6")
x11.XOpenDisplay.restype = ctypes.c_void_p
x11.XDefaultRootWindow.restype = ctypes.c_ulong
x11.XDefaultRootWindow.argtypes = [ctypes.c_void_p]
x11.XGetImage.restype = ctypes.POINTER(Image)
x11.XGetImage.argtypes = [
    ctypes.c_void_p,
    ctypes.c_ulong,
    ctypes.c_int,
    ctypes.c_int,
    ctypes.c_uint,
    ctypes.c_uint,
    ctypes.c_ulong,
    ctypes.c_int,
]
x11.XDestroyImage.argtypes = [ctypes.POINTER(Image)]
display = x11.XOpenDisplay(None)
root = x11.XDefaultRootWindow(display)


def painted():
    seen = set()
    for y in ROWS:
        image = x11.XGetImage(display, root, 40, y, WIDTH, 1, ALL_PLANES, Z_PIXMAP)
        seen.update(image.contents.data[:WIDTH])
        x11.XDestroyImage(image)
    return len(seen) >= COLOURS


if painted():
    sys.exit("the screen is not bare")
started = time.monotonic()
program = subprocess.Popen(sys.argv[1:], stdin=subprocess.DEVNULL)
try:
    while not painted():
        if program.poll() is not None:
            sys.exit(f"ended with {program.returncode} before it painted")
        if time.monotonic() - started > PATIENCE:
            sys.exit("painted nothing")
    took = (time.monotonic() - started) * 1000
    print(json.dumps({"ms": took, "pid": program.pid}), flush=True)
    sys.stdin.read()
finally:
    program.terminate()
    program.wait()
    # The next program begins on a bare screen.
    while painted():
        time.sleep(0.01)
