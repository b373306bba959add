// Draws a season on the frame that /maps/frame.js has made: zones as areas, events as pins. All
// text comes from the GeoJSON address or the page and is written with textContent.

const english = document.documentElement.lang === "en";

function make(tag, text = "", className = "") {
  const element = document.createElement(tag);
  if (text) element.textContent = text;
  if (className) element.className = className;
  return element;
}

class SeasonMap {
  constructor(root) {
    this.root = root;
    this.words = root.dataset;
    this.map = window[root.dataset.map];
    this.pins = new Map(); // an event's uid -> its marker
    this.opened = null;
    this.section = root.closest("[data-season-map-section]");
  }

  async start() {
    this.root.hidden = false;
    if (this.section) this.section.hidden = false;
    this.map.setMaxZoom(19);
    this.map.createPane("zone-labels").classList.add("zone-labels"); // below the pins
    this.map.invalidateSize();
    this.addControls();
    this.listen();
    const data = await this.load();
    if (!data) return;
    this.drawZones(data.features.filter((item) => item.properties.kind === "zone"));
    this.drawEvents(data.features.filter((item) => item.properties.kind === "event" && item.geometry));
    this.whole();
    this.offerButtons();
  }

  async load() {
    try {
      const answer = await fetch(this.words.places, { headers: { Accept: "application/geo+json" } });
      if (answer.ok) return await answer.json();
    } catch { /* said below */ }
    const failed = this.root.querySelector("[data-map-failed]");
    failed.textContent = this.words.failed;
    failed.hidden = false;
    return null;
  }

  // Zones ---------------------------------------------------------------------------------------

  drawZones(zones) {
    zones.forEach((zone, index) => {
      const shape = window.L.geoJSON(zone, {
        interactive: false,
        style: { className: `zone-shape tint-${index % 4}` },
      }).addTo(this.map);
      const at = zone.properties.label ?? shape.getBounds().getCenter();
      const label = make("span", this.name(zone.properties));
      window.L.tooltip({ permanent: true, direction: "center", className: "zone-label", pane: "zone-labels" })
        .setLatLng(at).setContent(label).addTo(this.map);
      this.extend(shape.getBounds());
    });
    const credit = this.root.querySelector("[data-map-credit]");
    credit.textContent = [...new Set(zones.map((zone) => zone.properties.source).filter(Boolean))].join(" · ");
    credit.hidden = !credit.textContent;
  }

  // Events --------------------------------------------------------------------------------------

  drawEvents(events) {
    const places = new Map();
    for (const event of events) {
      const key = event.geometry.coordinates.join();
      places.set(key, [...(places.get(key) ?? []), event]);
    }
    for (const group of places.values()) this.addPin(group);
    const used = new Set(events.map((event) => this.status(event)));
    for (const entry of this.root.querySelectorAll("[data-status]")) entry.hidden = !used.has(entry.dataset.status);
  }

  addPin(group) {
    const [lon, lat] = group[0].geometry.coordinates;
    const statuses = group.map((event) => this.status(event));
    const icon = window.L.divIcon({
      html: this.picture(group, statuses[0]), className: "", iconSize: [36, 36], iconAnchor: [18, 33], popupAnchor: [0, -30],
    });
    const pin = window.L.marker([lat, lon], { icon, keyboard: true, riseOnHover: true }).addTo(this.map);
    const element = pin.getElement();
    element.setAttribute("aria-label", group.map((event) => this.sentence(event)).join(" / "));
    element.setAttribute("aria-haspopup", "dialog");
    pin.bindPopup(() => this.popup(group), {
      closeButton: false, maxWidth: 300, maxHeight: Math.max(180, this.map.getSize().y - 130), autoPanPadding: [20, 20],
    });
    for (const event of group) this.pins.set(event.id, pin);
    this.extend(window.L.latLngBounds([lat, lon], [lat, lon]));
  }

  picture(group, status) {
    const holder = make("span", "", `spot-pin ${status}`);
    const shape = this.legend(status)?.querySelector("svg")?.cloneNode(true);
    if (shape) holder.append(shape);
    const first = group[0].properties.number;
    holder.append(make("span", group.length > 1 ? `${first}+` : String(first), "spot-number"));
    if (status === "cancelled" || status === "rain") {
      holder.dataset.caption = this.statusText(status); // drawn by the style; the label says it too
    }
    return holder;
  }

  popup(group) {
    const content = make("div");
    content.setAttribute("role", "dialog");
    content.setAttribute("aria-label", group.map((event) => this.name(event.properties)).join(", "));
    content.append(...group.map((event) => this.card(event)));
    const foot = make("div", "", "popup-foot");
    const close = make("button", this.words.close, "button small");
    close.type = "button";
    close.addEventListener("click", () => this.close());
    foot.append(close);
    content.append(foot);
    return content;
  }

  card(event) {
    const { properties } = event;
    const card = make("div", "", "spot-popup");
    const heading = make("p", `${properties.number}. ${this.name(properties)}`, "popup-title");
    heading.tabIndex = -1;
    const state = make("p", "", "spot-state");
    const shape = this.legend(this.status(event))?.querySelector("svg")?.cloneNode(true);
    if (shape) state.append(shape);
    state.append(make("span", this.statusText(this.status(event))));
    card.append(heading, state, make("p", this.when(properties)));
    if (properties.address) card.append(make("p", properties.address));
    card.append(make("p", (english && properties.zone_en) || properties.zone));
    const fields = english ? properties.fields_en : properties.fields;
    if (fields.length) card.append(make("p", fields.join(" · "), "muted"));
    if (properties.agencies) card.append(make("p", `${this.words.agencies} ${properties.agencies}`, "muted"));
    if (properties.precision !== "exact") card.append(make("p", this.words.roughly, "muted"));
    const link = this.row(event.id)?.querySelector("a[href]");
    if (link) {
      const more = make("a", this.words.more);
      more.href = link.href;
      const line = make("p");
      line.append(more);
      card.append(line);
    }
    return card;
  }

  // Words ---------------------------------------------------------------------------------------

  name(properties) { return (english && properties.name_en) || properties.name; }

  // The residents' list knows what is over; the address does not, so that it can be cached.
  status(event) {
    const { status } = event.properties;
    const over = document.getElementById(`event-${event.id}`)?.classList.contains("over");
    return over && status !== "cancelled" ? "held" : status;
  }

  legend(status) { return this.root.querySelector(`[data-status="${CSS.escape(status)}"]`); }

  statusText(status) { return this.legend(status)?.textContent.trim() ?? status; }

  when({ day, starts_at: from, ends_at: to }) {
    const weekday = new Intl.DateTimeFormat(english ? "en" : "ko", { weekday: "short", timeZone: "UTC" });
    return `${day}(${weekday.format(new Date(`${day}T00:00:00Z`))}) ${from}–${to}`;
  }

  sentence(event) {
    const { properties } = event;
    return `${properties.number}. ${this.name(properties)}, ${this.when(properties)}, ${this.statusText(this.status(event))}`;
  }

  row(uid) { return document.querySelector(`[data-spot="${CSS.escape(uid)}"]`) ?? document.getElementById(`event-${uid}`); }

  // Controls ------------------------------------------------------------------------------------

  addControls() {
    const control = window.L.control({ position: "topleft" });
    control.onAdd = () => {
      const bar = make("div", "", "leaflet-bar");
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

  listen() {
    this.map.on("popupopen", ({ popup }) => {
      this.opened = popup._source;
      popup.getElement().querySelector(".popup-title")?.focus();
      this.mark(this.opened);
    });
    this.map.on("popupclose", () => this.mark(null));
    this.map.getContainer().addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.close();
    });
  }

  close() {
    const pin = this.opened;
    this.map.closePopup();
    this.opened = null;
    pin?.getElement()?.focus();
  }

  mark(pin) {
    for (const [uid, other] of this.pins) this.row(uid)?.classList.toggle("shown", other === pin);
  }

  extend(bounds) {
    this.bounds = this.bounds ? this.bounds.extend(bounds) : window.L.latLngBounds(bounds.getSouthWest(), bounds.getNorthEast());
  }

  whole() {
    if (this.bounds) this.map.fitBounds(this.bounds, { padding: [24, 24], maxZoom: 15, animate: false });
  }

  offerButtons() {
    for (const button of document.querySelectorAll("[data-show-spot]")) {
      const pin = this.pins.get(button.dataset.showSpot);
      if (!pin) continue;
      button.hidden = false;
      button.addEventListener("click", () => {
        this.map.setView(pin.getLatLng(), Math.max(this.map.getZoom(), 14), { animate: false });
        this.root.scrollIntoView({ block: "nearest" });
        pin.openPopup();
      });
    }
  }
}

for (const root of document.querySelectorAll("[data-season-map]")) {
  if (window.L && window[root.dataset.map]) new SeasonMap(root).start();
}
