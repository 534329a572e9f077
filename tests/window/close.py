"""Asks a window to close as a window manager does for its close button: close.py WINDOW-ID."""

import ctypes
import sys

CLIENT_MESSAGE = 33


class ClientMessage(ctypes.Structure):
    _fields_ = [
        ("type", ctypes.c_int),
        ("serial", ctypes.c_ulong),
        ("send_event", ctypes.c_int),
        ("display", ctypes.c_void_p),
        ("window", ctypes.c_ulong),
        ("message_type", ctypes.c_ulong),
        ("format", ctypes.c_int),
        ("data", ctypes.c_long * 5),
        # Xlib's XEvent is a union as large as its largest member.
        ("rest", ctypes.c_long * 16),
    ]


x11 = ctypes.CDLL("libX11.so.6")
x11.XOpenDisplay.restype = ctypes.c_void_p
x11.XInternAtom.restype = ctypes.c_ulong
x11.XInternAtom.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_int]
x11.XSendEvent.argtypes = [
    ctypes.c_void_p,
    ctypes.c_ulong,
    ctypes.c_int,
    ctypes.c_long,
    ctypes.POINTER(ClientMessage),
]
x11.XSync.argtypes = [ctypes.c_void_p, ctypes.c_int]

display = x11.XOpenDisplay(None)
window = int(sys.argv[1])
event = ClientMessage(
    type=CLIENT_MESSAGE,
    window=window,
    message_type=x11.XInternAtom(display, b"WM_PROTOCOLS", 0),
    format=32,
)
event.data[0] = x11.XInternAtom(display, b"WM_DELETE_WINDOW", 0)
sent = x11.XSendEvent(display, window, 0, 0, ctypes.byref(event))
x11.XSync(display, 0)
sys.exit(0 if sent else 1)
