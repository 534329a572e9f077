"""What a desktop offers an app on the session's bus: a panel for tray icons, and notifications.

Tells what it sees as one JSON object a line; takes one command a line:
  menu            the rows of the tray's menu
  choose LABEL    clicks the row that says LABEL
  press ACTION    presses a button of the last notification; `default` is the notification itself
`--no-panel` leaves the panel out, as on a desktop that shows no tray icons.
"""

import json
import sys

import dbus
import dbus.service
from dbus.mainloop.glib import DBusGMainLoop
from gi.repository import GLib

WATCHER = "org.kde.StatusNotifierWatcher"
ITEM = "org.kde.StatusNotifierItem"
MENU = "com.canonical.dbusmenu"
PROPERTIES = "org.freedesktop.DBus.Properties"
NOTIFICATIONS = "org.freedesktop.Notifications"


def tell(**what):
    print(json.dumps(what), flush=True)


class Panel(dbus.service.Object):
    """A StatusNotifierWatcher with a host: it shows icons."""

    def __init__(self, bus):
        super().__init__(bus, "/StatusNotifierWatcher")
        self.bus = bus
        self.item = None

    @dbus.service.method(WATCHER, in_signature="s", sender_keyword="sender")
    def RegisterStatusNotifierItem(self, path, sender):
        self.item = (sender, str(path))
        tell(item=str(path))

    @dbus.service.method(WATCHER, in_signature="s")
    def RegisterStatusNotifierHost(self, _service):
        pass

    @dbus.service.signal(WATCHER, signature="")
    def StatusNotifierHostRegistered(self):
        pass

    def values(self):
        return {
            "IsStatusNotifierHostRegistered": dbus.Boolean(True),
            "ProtocolVersion": dbus.Int32(0),
            "RegisteredStatusNotifierItems": dbus.Array([], signature="s"),
        }

    @dbus.service.method(PROPERTIES, in_signature="ss", out_signature="v")
    def Get(self, _interface, name):
        return self.values()[name]

    @dbus.service.method(PROPERTIES, in_signature="s", out_signature="a{sv}")
    def GetAll(self, _interface):
        return self.values()

    def menu(self):
        service, path = self.item
        item = dbus.Interface(self.bus.get_object(service, path), PROPERTIES)
        menu = self.bus.get_object(service, item.Get(ITEM, "Menu"))
        return dbus.Interface(menu, MENU)

    def rows(self):
        _revision, (_id, _properties, children) = self.menu().GetLayout(0, -1, [])
        named = ((row[0], row[1]) for row in children if row[1].get("type") != "separator")
        return {str(row.get("label", "")): int(id) for id, row in named}

    def choose(self, label):
        self.menu().Event(self.rows()[label], "clicked", dbus.String(""), dbus.UInt32(0))


class Notifications(dbus.service.Object):
    """A notification daemon."""

    def __init__(self, bus):
        super().__init__(bus, "/org/freedesktop/Notifications")
        self.count = 0

    @dbus.service.method(NOTIFICATIONS, in_signature="susssasa{sv}i", out_signature="u")
    def Notify(self, app, _replaces, _icon, title, body, actions, hints, _expires):
        self.count += 1
        buttons = [str(action) for action in actions[1::2]]
        sound = str(hints.get("sound-name", ""))
        tell(notification={"app": str(app), "title": str(title), "body": str(body), "buttons": buttons, "sound": sound})
        return dbus.UInt32(self.count)

    @dbus.service.signal(NOTIFICATIONS, signature="us")
    def ActionInvoked(self, _id, _action):
        pass

    def press(self, action):
        self.ActionInvoked(dbus.UInt32(self.count), action)

    @dbus.service.method(NOTIFICATIONS, out_signature="as")
    def GetCapabilities(self):
        return ["body", "actions"]

    @dbus.service.method(NOTIFICATIONS, out_signature="ssss")
    def GetServerInformation(self):
        return ("desktop", "cove-tests", "1", "1.2")

    @dbus.service.method(NOTIFICATIONS, in_signature="u")
    def CloseNotification(self, _id):
        pass


def obey(panel, notifications, line):
    verb, _, rest = line.strip().partition(" ")
    try:
        if verb == "menu":
            tell(menu=list(panel.rows()))
        elif verb == "choose":
            panel.choose(rest)
            tell(chosen=rest)
        elif verb == "press":
            notifications.press(rest)
            tell(pressed=rest)
    except Exception as error:  # the test reads why
        tell(error=f"{type(error).__name__}: {error}")


def main():
    DBusGMainLoop(set_as_default=True)
    bus = dbus.SessionBus()
    names = [dbus.service.BusName(NOTIFICATIONS, bus)]
    notifications = Notifications(bus)
    panel = None
    if "--no-panel" not in sys.argv:
        panel = Panel(bus)
        names.append(dbus.service.BusName(WATCHER, bus))
    loop = GLib.MainLoop()

    def read(_source, _condition):
        line = sys.stdin.readline()
        if not line:
            loop.quit()
            return False
        obey(panel, notifications, line)
        return True

    GLib.io_add_watch(sys.stdin, GLib.IO_IN | GLib.IO_HUP, read)
    tell(ready=len(names))
    loop.run()


main()
