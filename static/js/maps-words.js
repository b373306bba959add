// What maps and their lists say alike: a status' shape, and a day as the server writes it.

import { english } from "./maps-core.js";

const SVG = "http://www.w3.org/2000/svg";

// A status' shape, as the page defines it once.
export function shape(status) {
  const picture = document.createElementNS(SVG, "svg");
  picture.setAttribute("class", `spot-shape ${status}`);
  picture.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", `#shape-${status}`);
  picture.append(use);
  return picture;
}

const known = new Map();
const weekday = new Intl.DateTimeFormat(english ? "en" : "ko", { weekday: "short", timeZone: "UTC" });

export function day(text) {
  if (!known.has(text)) known.set(text, `${text}(${weekday.format(new Date(`${text}T00:00:00Z`))})`);
  return known.get(text);
}
