"""An independent calendar for the calling hours: the zones of Python, the windows of the crate.

Reads one JSON object from standard input:
  zones  IANA names
  weeks  for each set of hours seven windows, Monday first: [first minute, end minute] or null
  first_year, last_year, step_minutes, days_around
Writes for each zone and clock change one line with the first instant of the grid (epoch seconds), then for each set of
hours one line: minutes from each point of the grid to the next one at which it is open, 0 when it is open, -1 when it
does not open on the grid and three days after it.
"""

import json
import sys
from datetime import datetime, timedelta, timezone
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

AHEAD_DAYS = 3


def changes(zone, first_year, last_year):
    """Instants, to the minute, at which a zone moves its clock."""
    found = []
    hour = timedelta(hours=1)
    at = datetime(first_year, 1, 1, tzinfo=timezone.utc)
    end = datetime(last_year + 1, 1, 1, tzinfo=timezone.utc)
    offset = at.astimezone(zone).utcoffset()
    day = timedelta(days=1)
    while at < end:
        later = at + day
        if later.astimezone(zone).utcoffset() != offset:
            low, high = at, later
            while high - low > timedelta(minutes=1):
                middle = low + (high - low) / 2
                if middle.astimezone(zone).utcoffset() == offset:
                    low = middle
                else:
                    high = middle
            moved = high.replace(second=0, microsecond=0)
            found.append(moved)
            offset = later.astimezone(zone).utcoffset()
        at = later
    return found


def main():
    task = json.load(sys.stdin)
    try:
        zones = {name: ZoneInfo(name) for name in task["zones"]}
    except ZoneInfoNotFoundError as error:
        sys.exit(f"python3 has no time zones ({error}); install tzdata")
    step = timedelta(minutes=task["step_minutes"])
    years = task["first_year"], task["last_year"]
    # Zones that never move their clock are asked when the others do.
    usual = changes(ZoneInfo("America/New_York"), *years)
    out = []
    for name, zone in zones.items():
        for change in changes(zone, *years) or usual:
            start = change - timedelta(days=task["days_around"])
            points = 2 * task["days_around"] * 24 * 60 // task["step_minutes"]
            ahead = AHEAD_DAYS * 24 * 60 // task["step_minutes"]
            local = []
            for number in range(points + ahead):
                wall = (start + number * step).astimezone(zone)
                local.append((wall.weekday(), wall.hour * 60 + wall.minute))
            out.append(f"{name} {int(start.timestamp())} {points}")
            for week in task["weeks"]:
                waits = [-1] * (points + ahead)
                next_open = None
                for number in range(points + ahead - 1, -1, -1):
                    weekday, minute = local[number]
                    window = week[weekday]
                    if window and window[0] <= minute < window[1]:
                        next_open = number
                    if next_open is not None:
                        waits[number] = (next_open - number) * task["step_minutes"]
                out.append(" ".join(map(str, waits[:points])))
    sys.stdout.write("\n".join(out) + "\n")


main()
