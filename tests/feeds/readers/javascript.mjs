// ical.js and node-ical: a calendar a line in, what they read of it and every warning out.
import { createRequire } from "node:module";
import { createInterface } from "node:readline";
import ICAL from "ical.js";

const nodeIcal = createRequire(import.meta.url)("node-ical");

let warnings = [];
for (const level of ["log", "info", "warn", "error", "debug"]) {
  console[level] = (...parts) => warnings.push(parts.map(String).join(" "));
}
process.on("warning", (warning) => warnings.push(String(warning)));

const iso = (date) => date.toISOString();

function readIcalJs(text) {
  ICAL.design.strict = true;
  const calendar = new ICAL.Component(ICAL.parse(text));
  const value = (component, name) => component.getFirstPropertyValue(name);
  return {
    name: value(calendar, "name") ?? "",
    shown: value(calendar, "x-wr-calname") ?? "",
    events: calendar.getAllSubcomponents("vevent").map((component) => {
      const event = new ICAL.Event(component, { strictExceptions: true });
      const geo = value(component, "geo");
      return {
        uid: event.uid,
        summary: event.summary ?? "",
        location: event.location ?? "",
        description: event.description ?? "",
        start: iso(event.startDate.toJSDate()),
        end: iso(event.endDate.toJSDate()),
        stamp: iso(value(component, "dtstamp").toJSDate()),
        sequence: event.sequence,
        status: value(component, "status"),
        transparency: value(component, "transp"),
        categories: component.getFirstProperty("categories")?.getValues() ?? [],
        position: geo ? geo.map(Number) : null,
        url: value(component, "url") ?? "",
      };
    }),
  };
}

function readNodeIcal(text) {
  const parsed = Object.values(nodeIcal.sync.parseICS(text));
  const calendar = parsed.find((part) => part.type === "VCALENDAR") ?? {};
  return {
    name: parsed.find((part) => part.name)?.name ?? "",
    shown: calendar["WR-CALNAME"] ?? "",
    events: parsed.filter((part) => part.type === "VEVENT").map((event) => ({
      uid: event.uid,
      summary: event.summary ?? "",
      location: event.location ?? "",
      description: event.description ?? "",
      start: iso(event.start),
      end: iso(event.end),
      stamp: iso(event.dtstamp),
      sequence: Number(event.sequence),
      status: event.status,
      transparency: event.transparency,
      categories: event.categories ?? [],
      position: event.geo ? [event.geo.lat, event.geo.lon] : null,
      url: event.url ?? "",
    })),
  };
}

function attempt(read, text) {
  warnings = [];
  try {
    return { ...read(text), warnings };
  } catch (error) {
    return { events: [], warnings: [String(error.stack)] };
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  const { ics } = JSON.parse(line);
  const answer = { "ical.js": attempt(readIcalJs, ics), "node-ical": attempt(readNodeIcal, ics) };
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
