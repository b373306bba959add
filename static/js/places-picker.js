// A map on which a venue's position is shown, or chosen: click, drag, arrow keys. Without Leaflet
// or without JavaScript the typed fields remain. What lies where is decided by the server.

import { Doubt, drawVenues, drawZones } from "./places-base.js";
import { chosenValue, suggest, suggestZoneOf } from "./places-fill.js";

const SVG = "http://www.w3.org/2000/svg";
const STEP = 0.00005; // about five metres; with Shift ten times that
const KEYS = { ArrowUp: [1, 0], ArrowDown: [-1, 0], ArrowRight: [0, 1], ArrowLeft: [0, -1] };

function pinPicture() {
  const holder = document.createElement("span");
  holder.className = "picker-pin";
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 28 38");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", "M14 37C9 28 2 22 2 13.5a12 12 0 0 1 24 0C26 22 19 28 14 37z");
  const dot = document.createElementNS(SVG, "circle");
  dot.setAttribute("cx", "14");
  dot.setAttribute("cy", "13.5");
  dot.setAttribute("r", "4.5");
  svg.append(path, dot);
  holder.append(svg);
  return holder;
}

function line(words) {
  const paragraph = document.createElement("p");
  paragraph.className = "help";
  paragraph.textContent = words;
  return paragraph;
}

class Picker {
  constructor(root) {
    this.root = root;
    this.readonly = "readonly" in root.dataset;
    this.form = root.closest("form");
    const fields = this.form?.elements;
    [this.lat, this.lon] = [fields?.lat, fields?.lon];
    [this.zone, this.dong, this.precision] = [fields?.zone_id, fields?.dong_id, fields?.precision];
    this.says = this.form?.querySelector("[data-picker-says]");
    this.notes = this.form?.querySelector("[data-picker-notes]") ?? root;
    this.pin = null;
    this.asking = null;
  }

  async start() {
    const { title, outlines, venues, own } = this.root.dataset;
    const frame = document.createElement("div");
    frame.className = "picker-map";
    frame.setAttribute("role", "region");
    frame.setAttribute("aria-label", title);
    this.root.append(frame);
    this.root.hidden = false;
    this.makeMap(frame);
    this.doubt = new Doubt(this.map, this.root.dataset.approximate);
    if (!this.readonly) this.listen();
    const at = this.typed();
    if (at) this.place(at);
    const zones = await drawZones(this.map, outlines);
    const now = this.typed(); // it may have been chosen while the outlines came
    if (now) this.map.setView(now, 14);
    else if (zones) this.map.fitBounds(zones.getBounds(), { padding: [10, 10] });
    if (zones?.sources.length) this.notes.append(line(zones.sources.join(" · ")));
    if (!this.readonly) drawVenues(this.map, venues, own);
  }

  makeMap(frame) {
    const L = window.L;
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.map = L.map(frame, {
      attributionControl: false, zoomControl: false, zoomAnimation: !still, fadeAnimation: !still,
      markerZoomAnimation: !still, maxZoom: 19, zoomSnap: 0.25, scrollWheelZoom: !this.readonly,
    }).setView([37.4837, 127.0324], 12);
    const { zoomIn, zoomOut } = this.root.dataset;
    L.control.zoom({ zoomInTitle: zoomIn, zoomOutTitle: zoomOut }).addTo(this.map);
    L.control.scale({ imperial: false }).addTo(this.map);
    if (this.root.dataset.tiles) import("./maps-tiles.js").then(({ addTiles }) => addTiles(this.map, this.root));
  }

  listen() {
    this.map.on("click", (event) => this.choose(event.latlng));
    for (const field of [this.lat, this.lon]) field.addEventListener("input", () => this.follow());
    for (const field of [this.zone, this.dong]) field?.addEventListener("change", () => this.ask());
    this.precision?.addEventListener("change", () => this.showDoubt());
    this.addMiddleButton();
    this.notes.append(line(this.root.dataset.keys));
    if (this.typed()) this.ask();
  }

  typed() {
    const { lat, lon } = this.readonly ? this.root.dataset : { lat: this.lat.value, lon: this.lon.value };
    if (lat.trim() === "" || lon.trim() === "" || Number.isNaN(+lat) || Number.isNaN(+lon)) return null;
    return Math.abs(+lat) <= 90 && Math.abs(+lon) <= 180 ? window.L.latLng(+lat, +lon) : null;
  }

  place(at) {
    if (this.pin) this.pin.setLatLng(at);
    else this.makePin(at);
    this.showDoubt();
  }

  makePin(at) {
    const icon = window.L.divIcon({ html: pinPicture(), className: "", iconSize: [28, 38], iconAnchor: [14, 38] });
    this.pin = window.L.marker(at, {
      icon, draggable: !this.readonly, keyboard: !this.readonly, alt: this.root.dataset.label,
    }).addTo(this.map);
    const element = this.pin.getElement();
    element.setAttribute("aria-label", this.root.dataset.label);
    if (this.readonly) {
      element.setAttribute("role", "img");
      return;
    }
    this.pin.on("drag", () => this.showDoubt());
    this.pin.on("dragend", () => this.choose(this.pin.getLatLng()));
    element.addEventListener("keydown", (event) => this.nudge(event));
  }

  showDoubt() {
    const precision = this.readonly ? this.root.dataset.precision : this.precision?.value;
    this.doubt.show(this.pin?.getLatLng(), precision);
  }

  nudge(event) {
    const way = KEYS[event.key];
    if (!way) return;
    event.preventDefault();
    event.stopPropagation(); // else the map would move under the pin
    const step = event.shiftKey ? STEP * 10 : STEP;
    const { lat, lng } = this.pin.getLatLng();
    this.choose(window.L.latLng(lat + way[0] * step, lng + way[1] * step));
    if (!this.map.getBounds().contains(this.pin.getLatLng())) this.map.panTo(this.pin.getLatLng());
  }

  choose(at) {
    this.lat.value = at.lat.toFixed(6);
    this.lon.value = at.lng.toFixed(6);
    this.place(at);
    this.ask();
  }

  // What was typed, or filled in by the address search, moves the pin; nothing typed removes it.
  follow() {
    const at = this.typed();
    if (at) {
      this.place(at);
      this.map.setView(at, Math.max(this.map.getZoom(), 14));
    } else if (this.lat.value.trim() === "" && this.lon.value.trim() === "") {
      this.pin?.remove();
      this.pin = null;
      this.showDoubt();
    }
    this.ask();
  }

  addMiddleButton() {
    const tools = document.createElement("div");
    tools.className = "picker-tools";
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button small";
    button.textContent = this.root.dataset.middle;
    button.addEventListener("click", () => {
      this.choose(this.map.getCenter());
      this.pin.getElement().focus();
    });
    tools.append(button);
    this.root.append(tools);
  }

  say(sentence, inside) {
    this.says.textContent = sentence;
    this.says.dataset.inside = String(inside);
  }

  // Ask the server where the pin lies, when it has rested for a moment.
  ask() {
    clearTimeout(this.asking);
    this.asking = setTimeout(async () => {
      if (!this.says) return;
      const at = this.typed();
      if (!at) {
        this.say("", null);
        return;
      }
      const query = new URLSearchParams({
        lat: at.lat, lon: at.lng, zone: chosenValue(this.zone), dong: chosenValue(this.dong),
      });
      const answer = await fetch(`${this.root.dataset.locate}?${query}`).catch(() => null);
      if (!answer || !at.equals(this.typed() ?? [0, 0])) return; // the pin has moved on
      const told = await answer.json().catch(() => ({ inside: null, sentence: "" }));
      suggest(this.dong, told.dong);
      suggest(this.zone, told.zone);
      if (!told.zone) suggestZoneOf(this.dong, this.zone);
      this.say(told.sentence, told.inside);
    }, 200);
  }
}

if (window.L) {
  for (const root of document.querySelectorAll("[data-picker]")) new Picker(root).start();
}
