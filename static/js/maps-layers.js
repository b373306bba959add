// What can be laid over a season's map. A layer is fetched when it is first wanted; which ones are
// shown stands in the page's address, so that the view can be sent.

import { english, fill, make, named, remember } from "./maps-core.js";

export class Layers {
  constructor(frame, pins, form) {
    this.frame = frame;
    this.pins = pins;
    this.form = form;
    this.words = form.dataset;
    this.data = new Map(); // a layer's name -> what its address said
    this.drawn = null; // the dongs on the map
  }

  start() {
    this.form.querySelector("[data-without-script]").hidden = true;
    this.form.addEventListener("submit", (event) => event.preventDefault());
    for (const box of this.boxes()) {
      box.addEventListener("change", () => this.switch(box, true));
      if (box.checked) this.switch(box, false);
    }
  }

  boxes() { return [...this.form.querySelectorAll("[data-layer]")]; }

  async switch(box, asked) {
    const name = box.value;
    if (asked) remember({ layers: this.boxes().filter((other) => other.checked).map((other) => other.value).join(",") });
    if (box.checked && !this.data.has(name)) {
      const data = await this.fetch(box);
      if (!data) return;
      this.data.set(name, data);
    }
    this[name](box.checked ? this.data.get(name) : null);
    if (asked) this.say(fill(box.checked ? this.words.shown : this.words.hidden, { name: box.parentElement.textContent.trim() }));
  }

  async fetch(box) {
    const answer = await fetch(box.dataset.layer).catch(() => null);
    if (answer?.ok) return answer.json();
    const line = this.form.querySelector("[data-layer-says]");
    line.textContent = this.words.failed;
    line.hidden = false;
    box.checked = false;
    return null;
  }

  say(text) { this.frame.say(text); }

  // Dongs ---------------------------------------------------------------------------------------

  dongs(data) {
    this.frame.room.remove(new Set(this.drawn?.getLayers()));
    this.drawn?.remove();
    this.drawn = null;
    this.form.querySelector("[data-no-dongs]").hidden = !data || data.features.length > 0;
    this.form.querySelector("[data-dong-legend]").hidden = !data?.features.length;
    this.frame.root.classList.toggle("with-dongs", Boolean(data?.features.length));
    this.frame.arrange();
    if (!data) return;
    this.drawn = window.L.layerGroup().addTo(this.frame.map);
    for (const feature of data.features) {
      const state = feature.properties.visited === "none" ? "none" : "visited";
      const area = this.frame.area(feature, `dong-shape ${state}`);
      this.drawn.addLayer(area);
      const label = this.frame.label(feature, area, `dong-label ${state}`, this.visits(feature.properties));
      this.drawn.addLayer(label);
      this.frame.room.add(label, { area: feature.geometry });
    }
    this.frame.credit(data.features);
  }

  // The pattern says 'none'; the names of those dongs come with more room: see `near` in maps-core.
  visits(properties) {
    const { visited, held, planned } = properties;
    if (visited === "none") return named(properties);
    const text = fill(this.words[visited], { n: visited === "planned" ? planned : held, m: planned });
    return `${named(properties)} ${text}`;
  }

  // Agencies ------------------------------------------------------------------------------------

  agencies(data) {
    this.lay("agencies", data && ((place) => {
      const count = data.events[place.id]?.length ?? 0;
      return `${this.frame.words.agencies} ${count}`;
    }), data && ((place) => {
      const names = (data.events[place.id] ?? []).map((index) => data.names[index]);
      if (!names.length) return [];
      const list = make("ul", "", "spot-agencies");
      list.append(...names.map(([name, english_name]) => make("li", (english && english_name) || name)));
      return [list];
    }));
  }

  // Counts --------------------------------------------------------------------------------------

  counts(data) {
    const line = (place) => {
      const found = data.events[place.id];
      if (!found || found.state === "cancelled" || found.state === "not_held") return "";
      const { attendance, consultations } = found;
      if (attendance === null && consultations === null) return this.words.none;
      return `${this.words.attendance} ${this.figure(attendance)} · ${this.words.consultations} ${this.figure(consultations)}`;
    };
    this.lay("counts", data && line, data && ((place) => (line(place) ? [make("p", line(place))] : [])));
  }

  figure(value) { return value === null ? this.words.none : value.toLocaleString(english ? "en" : "ko"); }

  lay(name, caption, note) {
    if (caption) {
      this.pins.captions.set(name, caption);
      this.pins.notes.set(name, note);
    } else {
      this.pins.captions.delete(name);
      this.pins.notes.delete(name);
    }
    this.pins.redraw();
  }
}
