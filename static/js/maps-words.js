// What maps and their lists say alike: a status' shape, and a day as the server writes it.

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
const weekdays = document.querySelector("[data-weekdays]")?.dataset.weekdays.split(",") ?? [];

export function day(text) {
  if (!known.has(text)) known.set(text, `${text}(${weekdays[new Date(`${text}T00:00:00Z`).getUTCDay()]})`);
  return known.get(text);
}
