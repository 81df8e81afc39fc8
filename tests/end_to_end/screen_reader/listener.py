"""Hears the window through AT-SPI, as a screen reader does, and works it by its keyboard.

Run by the system's own Python, whose packages know AT-SPI, on a bus and a screen
of its own: `listener.py PROGRAM …`. Writes what it heard as JSON, step by step.
"""

import json
import subprocess
import sys
import time
import traceback

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, Gio, GLib  # noqa: E402 - after its version is chosen

State, Synth = Atspi.StateType, Atspi.KeySynthType
SHIFT, CTRL, ALT = 1, 4, 8
ESC, ENTER, TAB, DOWN, RIGHT, F1, F7 = 0xFF1B, 0xFF0D, 0xFF09, 0xFF54, 0xFF53, 0xFFBE, 0xFFC4
PATIENCE = 12  # seconds for what must come
ROWS = ("list item", "table cell", "tree item")
HEARD = {"selections": 0, "carets": 0}
SMALLEST = 24  # pixels of what is pressed: WCAG 2.2, 2.5.8
BOX = 16  # of a check box, of which Qt tells the box alone; our rows are far enough apart


def until(ask):
    """Return what `ask` returns as soon as that is something; None if it never is."""
    context, end = GLib.MainContext.default(), time.monotonic() + PATIENCE
    while time.monotonic() < end:
        while context.iteration(False):
            pass
        try:
            if found := ask():
                return found
        except GLib.Error:  # it has gone while it was looked at
            pass
        time.sleep(0.02)
    return None


def walk(thing):
    """Yield `thing` and all below it that is in sight; of long lists the beginning."""
    yield thing
    for place in range(min(thing.get_child_count(), 80)):
        child = thing.get_child_at_index(place)
        if child is not None and is_(child, State.SHOWING):
            yield from walk(child)


def is_(thing, state):
    return thing.get_state_set().contains(state)


def all_of(role):
    return [thing for window in windows() for thing in walk(window) if thing.get_role_name() == role]


def application():
    known = (desktop.get_child_at_index(place) for place in range(desktop.get_child_count()))
    return next((each for each in known if each is not None and each.get_child_count()), None)


def windows():
    known = (APP.get_child_at_index(place) for place in range(APP.get_child_count()))
    return [each for each in known if each is not None]  # None: it has gone meanwhile


def in_focus():
    """Return what has the keyboard: what no row of a list says of itself, which is only its current one."""
    for window in windows():
        for thing in walk(window):
            if is_(thing, State.FOCUSED) and thing.get_role_name() not in (*ROWS, "filler", "page tab"):
                return thing
    return None


def focus_is(*roles):
    return until(lambda: (found := in_focus()) is not None and found.get_role_name() in roles and found)


def key(sym, held=0):
    if held:
        Atspi.generate_keyboard_event(held, None, Synth.LOCKMODIFIERS)
    Atspi.generate_keyboard_event(sym, None, Synth.SYM)
    if held:
        Atspi.generate_keyboard_event(held, None, Synth.UNLOCKMODIFIERS)


def type_words(words):
    for letter in words:
        key(ord(letter))


def count(name):
    def note(_event):
        HEARD[name] += 1

    return note


def names_and_sizes(window=None):
    """Return what can be used and has no name, and what is smaller than a finger needs."""
    unnamed, small = [], []
    for thing in walk(window or FRAME):
        role = thing.get_role_name()
        is_button = "button" in role or role == "check box"
        is_empty = (
            role == "page tab list" and not list(walk(thing))[1:]
        )  # Qt keeps one, of no size, without tabs
        is_used = (
            (is_(thing, State.FOCUSABLE) or is_button)
            and role not in ("filler", "table cell")
            and not is_empty
        )
        if is_used and not thing.get_name():
            unnamed.append([role, thing.get_description()])
        if is_button and thing.get_parent().get_role_name() != "text":  # an icon in a line of text
            box = thing.get_extents(Atspi.CoordType.WINDOW)
            if min(box.width, box.height) < (BOX if role == "check box" else SMALLEST):
                small.append([thing.get_name(), box.width, box.height])
    return {"unnamed": unnamed, "small": small}


def names_and_sizes_later():
    """Look again, now that the panels are filled, and into the settings, the sheet of keys and About."""
    found = {"window": names_and_sizes()}
    for name, sym, held in (("settings", ord(","), CTRL), ("keys", F1, 0), ("about", F1, CTRL)):
        key(sym, held)
        opened = until(lambda: next((one for one in windows()[1:] if is_(one, State.SHOWING)), None))
        found[name] = names_and_sizes(opened) if opened else "it did not open"
        key(ESC)
        until(lambda: is_(FRAME, State.ACTIVE))
    return found


def read_the_text():
    page = focus_is("document frame")
    length = Atspi.Text.get_character_count(page)
    return {"name": page.get_name(), "text": Atspi.Text.get_text(page, 0, length)}


def select_and_highlight():
    key(F7)
    for _ in range(2):
        key(DOWN)
    for _ in range(5):
        key(RIGHT, SHIFT)
    until(lambda: HEARD["selections"] >= 3)
    key(ord("h"), CTRL)
    time.sleep(0.3)
    key(ESC)
    return {**HEARD, "focus": in_focus().get_role_name()}


def walk_the_tree():
    key(ord("2"), ALT)
    focus_is("tree")
    key(DOWN)
    key(DOWN)
    tree = focus_is("tree")
    rows = [row for row in walk(tree) if row.get_role_name() in ROWS]
    told = [[row.get_name(), row.get_description(), is_(row, State.EXPANDED)] for row in rows]
    chosen = next((row.get_name() for row in rows if is_(row, State.SELECTED)), "")
    key(ENTER)
    path = until(lambda: [b.get_name() for b in all_of("push button") if chosen and chosen in b.get_name()])
    key(ESC)
    return {"rows": told, "chosen": chosen, "path": path, "focus": focus_is("document frame") is not None}


def search():
    key(ord("k"), CTRL)
    box = focus_is("text")
    name = box.get_name()
    type_words("harbour")
    hits = until(lambda: [t.get_name() for t in all_of("list item") if "harbour" in t.get_name()])
    key(ENTER)
    back = focus_is("document frame") is not None
    return {"box": name, "hits": hits, "focus": back}


def list_the_notes():
    key(ord("4"), ALT)
    listed = until(
        lambda: [t.get_name() for t in all_of("list item") if t.get_parent().get_name() == "Notes"]
    )
    focused = in_focus()
    return {"listed": listed, "focus": focused and focused.get_role_name()}


def review():
    offered = until(lambda: [b for b in all_of("push button") if "to review" in b.get_name()])
    for _ in range(30):
        if is_(offered[0], State.FOCUSED):
            break
        key(TAB)
        time.sleep(0.05)
    reached = is_(offered[0], State.FOCUSED)
    key(0x20)
    here = until(lambda: [b for b in all_of("push button") if b.get_name() == "Here"])
    key(ord("h"), ALT)
    done = until(lambda: not [b for b in all_of("push button") if "to review" in b.get_name()])
    key(ESC)
    until(lambda: is_(FRAME, State.ACTIVE))
    key(ESC)
    return {
        "reached": reached,
        "asked": bool(here),
        "done": done,
        "focus": focus_is("document frame") is not None,
    }


def open_another():
    key(ord("p"), CTRL)
    focus_is("text")
    type_words("monsoon")
    until(lambda: [t for t in all_of("list item") if "Monsoon" in t.get_name()])
    key(ENTER)
    named = until(lambda: FRAME.get_name() if FRAME.get_name().startswith("Monsoon") else None)
    return {"title": named, "focus": focus_is("document frame") is not None}


STEPS = (read_the_text, names_and_sizes, select_and_highlight, walk_the_tree, search, list_the_notes, review,
         open_another, names_and_sizes_later)  # fmt: skip

bus = Gio.bus_get_sync(Gio.BusType.SESSION)
launcher = subprocess.Popen(["/usr/libexec/at-spi-bus-launcher", "--launch-immediately"])
enabled = GLib.Variant("(ssv)", ("org.a11y.Status", "IsEnabled", GLib.Variant("b", True)))
ASKED = ("org.a11y.Bus", "/org/a11y/bus", "org.freedesktop.DBus.Properties", "Set", enabled)
until(lambda: bus.call_sync(*ASKED, None, 0, -1, None) is not None)  # an answer without values is false
program = subprocess.Popen(sys.argv[1:], stdout=sys.stderr)
Atspi.init()
desktop = Atspi.get_desktop(0)
answers = {}
try:
    APP = until(application)
    FRAME = APP.get_child_at_index(0)
    for event, name in (
        ("object:text-selection-changed", "selections"),
        ("object:text-caret-moved", "carets"),
    ):
        Atspi.EventListener.new(count(name)).register(event)
    until(lambda: is_(FRAME, State.ACTIVE))
    until(lambda: all_of("tree") and any(walk(tree) for tree in all_of("tree")))
    for step in STEPS:
        try:
            answers[step.__name__] = step()
        except Exception:  # the test says what is missing
            answers[step.__name__] = {"error": traceback.format_exc()}
finally:
    program.terminate()
    program.wait(20)
    launcher.terminate()
    print(json.dumps(answers, ensure_ascii=False))
