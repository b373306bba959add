// Every map of a page: the frame that /maps/frames/….js has made, what stands on it, the list
// beside it and the layers over it. All text comes from a data address or from the page, and is
// written with textContent.

import { Frame } from "./maps-core.js";
import { Layers } from "./maps-layers.js";
import { List } from "./maps-list.js";
import { Pins } from "./maps-pins.js";

async function start(frame, root) {
  frame.show();
  const data = await frame.load(root.dataset.places);
  if (!data) return;
  const areas = data.features.filter((item) => item.properties.kind === "zone" || item.properties.kind === "dong");
  const places = data.features.filter((item) => item.properties.kind === "event" || item.properties.kind === "place");
  frame.drawAreas(areas);
  if (root.dataset.fit === "places" && places.some((place) => place.geometry)) frame.bounds = null;
  const pins = new Pins(frame, places);
  const list = new List(frame, pins, places);
  await pins.draw();
  frame.whole();
  const form = document.querySelector("[data-map-layers]");
  if (form) new Layers(frame, pins, form).start();
  list.start();
}

for (const root of document.querySelectorAll("[data-season-map]")) {
  if (!window.L || !window[root.dataset.map]) continue;
  const frame = new Frame(root);
  start(frame, root).catch((error) => {
    frame.fail();
    throw error;
  });
}
