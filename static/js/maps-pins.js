// The places: a pin each for up to 200 of them, above that pins gathered into clusters, and on the
// frame of overviews dots on a canvas. A pin's shape, number and words tell its status.

import { english, fill, make, named } from "./maps-core.js";
import { day, shape } from "./maps-words.js";

const MOST_PINS = 200;

export class Pins {
  constructor(frame, places) {
    this.frame = frame;
    this.words = frame.words;
    this.captions = new Map(); // a layer's name -> the words that it puts at an event
    this.notes = new Map(); // a layer's name -> the lines that it adds to an event's popup
    this.groups = this.gather(places.filter((place) => place.geometry));
    this.pins = new Map(); // an event's key -> its marker
    this.keys = new Map(); // a marker -> the keys of its events
    this.clusters = null;
  }

  // Events at the same place share a pin, in the order of their numbers.
  gather(places) {
    const found = new Map();
    for (const place of places) {
      const at = place.geometry.coordinates.join();
      if (found.has(at)) found.get(at).push(place);
      else found.set(at, [place]);
    }
    return [...found.values()];
  }

  async draw() {
    const { map } = this.frame;
    if (map.options.preferCanvas) this.drawDots();
    else if (this.groups.length <= MOST_PINS) for (const group of this.groups) this.pin(group).addTo(map);
    else await this.drawClusters();
    this.legend();
  }

  drawDots() {
    const renderer = window.L.canvas();
    for (const group of this.groups) {
      const [lon, lat] = group[0].geometry.coordinates;
      window.L.circleMarker([lat, lon], { renderer, radius: 4, weight: 1, color: "#fff", fillColor: "#0b50d0", fillOpacity: 1, interactive: false }).addTo(this.frame.map);
      this.frame.extend(window.L.latLngBounds([lat, lon], [lat, lon]));
    }
  }

  pin(group) {
    const [lon, lat] = group[0].geometry.coordinates;
    const pin = window.L.marker([lat, lon], { icon: this.icon(group), keyboard: true, riseOnHover: true });
    pin.bindPopup(() => this.popup(group), {
      closeButton: false, maxWidth: 300, autoPanPadding: [20, 20], maxHeight: Math.max(180, this.frame.map.getSize().y - 130),
    });
    pin.on("click", () => { this.frame.from = null; });
    pin.first = group[0].properties.number ?? 0;
    pin.group = group;
    for (const place of group) this.pins.set(String(place.id), pin);
    this.keys.set(pin, group.map((place) => String(place.id)));
    this.frame.extend(window.L.latLngBounds([lat, lon], [lat, lon]));
    return pin;
  }

  // Pictures ------------------------------------------------------------------------------------

  icon(group) {
    const status = this.status(group[0]);
    const rough = group[0].properties.rough;
    const holder = make("span", "", `spot-pin ${status}${rough ? " rough" : ""}`);
    holder.append(...(rough ? [make("span", "", "spot-ring")] : []), shape(status));
    const { number } = group[0].properties;
    if (number) holder.append(make("span", group.length > 1 ? `${number}+` : String(number), "spot-number"));
    const caption = this.caption(group, status);
    if (caption) {
      holder.dataset.caption = caption;
      const words = make("span", "", "spot-caption");
      words.dataset.words = caption; // drawn by the style; the pin's label says it too
      holder.append(words);
      holder.lastChild.setAttribute("aria-hidden", "true"); // the label says it
    }
    return this.labelled(holder, group.map((place) => this.sentence(place)).join(" / "), {
      iconSize: [36, 36], iconAnchor: [18, 33], popupAnchor: [0, -30], haspopup: true,
    });
  }

  // What stands below the pin.
  caption(group, status) {
    const words = [...this.captions.values()].map((caption) => caption(group[0]));
    if (["cancelled", "rain", "spare", "left"].includes(status)) words.unshift(this.statusText(status));
    return words.filter(Boolean).join("\n");
  }

  labelled(html, label, options) {
    Pins.Icon ??= window.L.DivIcon.extend({
      createIcon(old) {
        const element = window.L.DivIcon.prototype.createIcon.call(this, old);
        element.setAttribute("aria-label", this.options.label);
        if (this.options.haspopup) element.setAttribute("aria-haspopup", "dialog");
        return element;
      },
    });
    return new Pins.Icon({ html, label, className: "", ...options });
  }

  // After a layer has come or gone.
  redraw() {
    for (const pin of this.keys.keys()) pin.setIcon(this.icon(pin.group));
    this.frame.arrange();
  }

  legend() {
    const used = new Set(this.groups.flat().map((place) => this.status(place)));
    for (const entry of this.frame.root.querySelectorAll("[data-status]")) entry.hidden = !used.has(entry.dataset.status);
    this.frame.root.querySelector("[data-legend-many]").hidden = !this.clusters;
    this.frame.root.querySelector("[data-legend-rough]").hidden = !this.groups.some((group) => group[0].properties.rough);
  }

  // Clusters ------------------------------------------------------------------------------------

  async drawClusters() {
    await import(this.words.clusters);
    const { map } = this.frame;
    this.clusters = window.L.markerClusterGroup({
      animate: false, showCoverageOnHover: false, maxClusterRadius: 56, spiderfyOnMaxZoom: true,
      iconCreateFunction: (cluster) => this.cluster(cluster.getChildCount()),
    });
    this.clusters.addLayers(this.groups.map((group) => this.pin(group)));
    this.clusters.addTo(map);
    this.clusters.on("clusterkeypress", ({ layer, originalEvent }) => {
      if (originalEvent.key === "Enter") this.enter(layer.getAllChildMarkers());
    });
    map.on("moveend", () => this.inOrder());
    this.inOrder();
  }

  cluster(count) {
    const size = count < 10 ? 40 : count < 100 ? 48 : 58;
    const circle = make("span", "", "spot-cluster");
    circle.dataset.count = count; // drawn by the style; the label says it in a sentence
    return this.labelled(circle, fill(this.words.many, { n: count }), { iconSize: [size, size] });
  }

  // The cluster is gone once the map has zoomed in: the first of what it held takes the focus.
  enter(pins) {
    const first = pins.reduce((one, two) => (two.first < one.first ? two : one));
    this.clusters.getVisibleParent(first)?.getElement()?.focus();
  }

  // Tab goes through pins in the order of visits, however the map draws them.
  inOrder() {
    const pane = this.frame.map.getPane("markerPane");
    const order = new Map();
    for (const pin of this.keys.keys()) {
      const seen = this.clusters.getVisibleParent(pin)?.getElement();
      if (seen) order.set(seen, Math.min(order.get(seen) ?? Infinity, pin.first));
    }
    const sorted = [...pane.children].sort((one, two) => (order.get(one) ?? 0) - (order.get(two) ?? 0));
    if (sorted.every((element, index) => element === pane.children[index])) return;
    const focused = pane.contains(document.activeElement) ? document.activeElement : null;
    pane.append(...sorted);
    focused?.focus({ preventScroll: true });
  }

  // Popups --------------------------------------------------------------------------------------

  // Opens a place's popup, out of its cluster where it is in one.
  show(key, from) {
    const pin = this.pins.get(key);
    if (!pin) return;
    const { map } = this.frame;
    const open = () => this.frame.open(pin, from);
    if (this.clusters) {
      this.clusters.zoomToShowLayer(pin, open);
      return;
    }
    map.setView(pin.getLatLng(), Math.max(map.getZoom(), 14), { animate: false });
    open();
  }

  popup(group) {
    const label = group.map((place) => named(place.properties)).join(", ");
    return this.frame.dialog(label, group.map((place) => this.card(place)));
  }

  card(place) {
    const { properties } = place;
    const card = make("div", "", "spot-popup");
    const heading = make("p", this.title(properties), "popup-title");
    heading.tabIndex = -1;
    const state = make("p", "", "spot-state");
    state.append(shape(this.status(place)), make("span", this.statusText(this.status(place))));
    card.append(heading, state);
    const lines = [
      properties.day && `${day(properties.day)} ${properties.hours}`,
      properties.moved && fill(this.words.moved, { place: named(properties, "moved") }),
      properties.address,
      named(properties, "zone"),
      properties.theme,
    ];
    card.append(...lines.filter(Boolean).map((line) => make("p", line)));
    const fields = (english && properties.fields_en) || properties.fields;
    if (fields) card.append(make("p", fields.join(" · "), "muted"));
    if (properties.agencies) card.append(make("p", `${this.words.agencies} ${properties.agencies}`, "muted"));
    if (properties.rough) card.append(make("p", this.words.roughly, "rough-note"));
    for (const note of this.notes.values()) card.append(...note(place));
    if (this.words.pages && properties.number) card.append(this.link(place));
    return card;
  }

  link(place) {
    const line = make("p");
    const more = make("a", this.words.more);
    more.href = this.words.pages + encodeURIComponent(place.id);
    line.append(more);
    return line;
  }

  // Words ---------------------------------------------------------------------------------------

  title(properties) {
    return properties.number ? `${properties.number}. ${named(properties)}` : named(properties);
  }

  // The residents' list knows what is over; the address does not, so that it can be cached.
  status(place) {
    const { status } = place.properties;
    const over = document.getElementById(`event-${place.id}`)?.classList.contains("over");
    return over && status !== "cancelled" ? "held" : status;
  }

  statusText(status) {
    return this.frame.root.querySelector(`[data-status="${CSS.escape(status)}"]`)?.textContent.trim() ?? status;
  }

  sentence(place) {
    const { properties } = place;
    const words = [this.title(properties), properties.day && `${day(properties.day)} ${properties.hours}`, this.statusText(this.status(place))];
    if (properties.rough) words.push(this.words.roughly);
    for (const caption of this.captions.values()) words.push(caption(place));
    return words.filter(Boolean).join(", ");
  }
}
