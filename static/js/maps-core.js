// What every map has: controls with words, areas below, popups that take the focus and give it
// back, a voice for screen readers, and the view in the page's address.

import { Room } from "./maps-room.js";

export const english = document.documentElement.lang === "en";
const NEAR = 13; // from this zoom on there is room for the name of every dong
const AROUND_AREAS = { paddingTopLeft: [64, 36], paddingBottomRight: [30, 48] };
const AROUND_PINS = { paddingTopLeft: [88, 48], paddingBottomRight: [32, 64] }; // with rings and captions
const KEYS = { ArrowUp: [0, -80], ArrowDown: [0, 80], ArrowLeft: [-80, 0], ArrowRight: [80, 0] };

export function make(tag, text = "", className = "") {
  const element = document.createElement(tag);
  if (text) element.textContent = text;
  if (className) element.className = className;
  return element;
}

// A name in the reader's language.
export function named(properties, key = "name") {
  return (english && properties[`${key}_en`]) || properties[key];
}

// "{n} held" with its values.
export function fill(text, values) {
  return text.replace(/\{(\w+)\}/g, (whole, key) => values[key] ?? whole);
}

// Some of the page's address changed, without a step in the browser's history; "" takes away.
export function remember(changes) {
  const address = new URL(window.location);
  for (const [key, value] of Object.entries(changes)) {
    if (value) address.searchParams.set(key, value);
    else address.searchParams.delete(key);
  }
  window.history.replaceState(null, "", address);
}

export class Frame {
  constructor(root) {
    this.root = root;
    this.words = root.dataset;
    this.map = window[root.dataset.map];
    this.bounds = null;
    this.room = new Room(this.map);
    this.from = null; // what opened the popup: a pin, or a button of the list
    this.atOpen = []; // called with the opened place, and with null when it closes
    this.section = root.closest("[data-season-map-section]");
  }

  show() {
    this.root.hidden = false;
    if (this.section) this.section.hidden = false;
    this.map.setMaxZoom(19); // Folium gives it to tiles alone
    if (matchMedia("(prefers-reduced-motion: reduce)").matches) this.stand();
    this.map.createPane("zone-labels").classList.add("zone-labels"); // below the pins
    this.map.invalidateSize();
    this.addControls();
    this.listen();
    this.map.on("zoomend", () => {
      this.root.classList.toggle("near", this.map.getZoom() >= NEAR);
    });
    this.map.on("moveend", () => this.arrange());
  }

  // For those who asked for less motion: the map is where it goes at once.
  stand() {
    const pan = this.map.panBy.bind(this.map);
    this.map.panBy = (offset, options) => pan(offset, { ...options, animate: false });
    this.map.options.inertia = false;
  }

  async load(address) {
    try {
      const answer = await fetch(address, { headers: { Accept: "application/geo+json, application/json" } });
      if (answer.ok) return await answer.json();
    } catch { /* said below */ }
    this.fail();
    return null;
  }

  // Never an empty frame without a word: the list beside it has everything.
  fail() {
    const failed = this.root.querySelector("[data-map-failed]");
    failed.textContent = this.words.failed;
    failed.hidden = false;
  }

  say(text) { this.root.querySelector("[data-map-says]").textContent = text; }

  // Areas ---------------------------------------------------------------------------------------

  drawAreas(areas) {
    areas.forEach((area, index) => {
      const { kind } = area.properties;
      const shape = this.area(area, `${kind}-shape tint-${index % 4}`).addTo(this.map);
      const name = this.label(area, shape, `${kind}-label`).addTo(this.map);
      this.room.add(name, { area: area.geometry });
      this.root.querySelector(`[data-legend-${kind}]`).hidden = false;
      this.extend(shape.getBounds());
    });
    this.credit(areas);
  }

  area(feature, className) {
    return window.L.geoJSON(feature, { interactive: false, style: { className } });
  }

  label(feature, shape, className, text = named(feature.properties)) {
    return window.L.tooltip({ permanent: true, direction: "center", className, pane: "zone-labels" })
      .setLatLng(feature.properties.label ?? shape.getBounds().getCenter()).setContent(make("span", text));
  }

  // After the map has moved or what stands on it has changed.
  arrange() {
    cancelAnimationFrame(this.arranging);
    this.arranging = requestAnimationFrame(() => this.room.arrange());
  }

  credit(areas) {
    const line = this.root.querySelector("[data-map-credit]");
    const known = line.textContent ? line.textContent.split(" · ") : [];
    const sources = areas.map((area) => area.properties.source).filter(Boolean);
    line.textContent = [...new Set([...known, ...sources])].join(" · ");
    line.hidden = !line.textContent;
  }

  extend(bounds) {
    this.bounds = this.bounds ? this.bounds.extend(bounds) : window.L.latLngBounds(bounds.getSouthWest(), bounds.getNorthEast());
  }

  whole() {
    if (this.bounds) this.map.fitBounds(this.bounds, { ...(this.words.fit ? AROUND_PINS : AROUND_AREAS), maxZoom: 16, animate: false });
    this.arrange();
  }

  // Controls ------------------------------------------------------------------------------------

  addControls() {
    const control = window.L.control({ position: "topleft" });
    control.onAdd = () => {
      const bar = make("div", "", "leaflet-bar no-print");
      bar.append(
        this.button("+", this.words.zoomIn, () => this.map.zoomIn(1)),
        this.button("−", this.words.zoomOut, () => this.map.zoomOut(1)),
        this.button("⤢", this.words.whole, () => this.whole()),
      );
      window.L.DomEvent.disableClickPropagation(bar);
      return bar;
    };
    control.addTo(this.map);
    window.L.control.scale({ imperial: false }).addTo(this.map);
  }

  button(sign, label, action) {
    const button = make("button", sign);
    button.type = "button";
    button.title = label;
    button.setAttribute("aria-label", label);
    button.addEventListener("click", action);
    return button;
  }

  // Leaflet takes the keys while the map itself has the focus; here a pin has it.
  move(event) {
    if (!event.target.closest(".leaflet-marker-icon")) return;
    if (KEYS[event.key]) this.map.stop().panBy(KEYS[event.key], { animate: false });
    else if (event.key === "+" || event.key === "=") this.map.zoomIn(1);
    else if (event.key === "-") this.map.zoomOut(1);
    else return;
    event.preventDefault();
  }

  // Popups --------------------------------------------------------------------------------------

  listen() {
    this.map.on("popupopen", ({ popup }) => {
      popup.getElement().querySelector(".popup-title")?.focus();
      popup._source.getElement()?.classList.add("open");
      for (const call of this.atOpen) call(popup._source);
    });
    this.map.on("popupclose", ({ popup }) => {
      popup._source.getElement()?.classList.remove("open");
      for (const call of this.atOpen) call(null);
    });
    this.map.getContainer().addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.close();
      else this.move(event);
    });
  }

  // `from` gets the focus back: the pin itself, unless a button of the list asked.
  open(pin, from = null) {
    this.from = from;
    pin.openPopup();
  }

  close() {
    const pin = this.map._popup?.isOpen() ? this.map._popup._source : null;
    if (!pin) return;
    const back = this.from;
    this.map.closePopup();
    this.from = null;
    const target = back?.isConnected && !back.hidden ? back : pin.getElement();
    (target ?? this.map.getContainer()).focus();
  }

  dialog(label, parts) {
    const content = make("div");
    content.setAttribute("role", "dialog");
    content.setAttribute("aria-label", label);
    const foot = make("div", "", "popup-foot");
    const close = make("button", this.words.close, "button small");
    close.type = "button";
    close.addEventListener("click", () => this.close());
    foot.append(close);
    content.append(...parts, foot);
    return content;
  }
}
