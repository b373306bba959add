// A map on which a venue's position is shown, or chosen: click, drag, arrow keys. Without Leaflet
// or without JavaScript the typed fields remain. What lies where is decided by the server.

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

class Picker {
  constructor(root) {
    this.root = root;
    this.readonly = "readonly" in root.dataset;
    this.form = root.closest("form");
    this.lat = this.form?.elements.lat;
    this.lon = this.form?.elements.lon;
    this.zone = this.form?.elements.zone_id;
    this.says = this.form?.querySelector("[data-picker-says]");
    this.pin = null;
    this.asking = null;
  }

  async start() {
    const L = window.L;
    const frame = document.createElement("div");
    frame.className = "picker-map";
    frame.setAttribute("role", "region");
    frame.setAttribute("aria-label", this.root.dataset.title);
    this.root.append(frame);
    this.root.hidden = false;
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.map = L.map(frame, {
      attributionControl: false, zoomControl: false, zoomAnimation: !still, fadeAnimation: !still,
      maxZoom: 19, scrollWheelZoom: !this.readonly,
    }).setView([37.4837, 127.0324], 12);
    const { zoomIn, zoomOut } = this.root.dataset;
    L.control.zoom({ zoomInTitle: zoomIn, zoomOutTitle: zoomOut }).addTo(this.map);
    L.control.scale({ imperial: false }).addTo(this.map);
    const at = this.typed();
    if (at) this.place(at);
    await this.drawOutlines(at);
    if (this.readonly) return;
    this.map.on("click", (event) => this.choose(event.latlng));
    for (const field of [this.lat, this.lon]) field.addEventListener("input", () => this.follow());
    this.zone?.addEventListener("change", () => this.ask());
    this.addMiddleButton();
    if (at) this.ask();
  }

  typed() {
    const { lat, lon } = this.readonly ? this.root.dataset : { lat: this.lat.value, lon: this.lon.value };
    if (lat === "" || lon === "" || Number.isNaN(+lat) || Number.isNaN(+lon)) return null;
    return Math.abs(+lat) <= 90 && Math.abs(+lon) <= 180 ? window.L.latLng(+lat, +lon) : null;
  }

  async drawOutlines(at) {
    const answer = await fetch(this.root.dataset.outlines).catch(() => null);
    const data = answer?.ok ? await answer.json() : { features: [] };
    if (data.features.length) {
      const layer = window.L.geoJSON(data, {
        interactive: false,
        style: { color: "#58616a", weight: 1.5, fillColor: "#256ef4", fillOpacity: 0.06 },
        onEachFeature: (feature, shape) => {
          const name = document.createElement("span");
          name.textContent = feature.properties.name;
          shape.bindTooltip(name, { permanent: true, direction: "center", className: "zone-name" });
        },
      }).addTo(this.map);
      if (!at) this.map.fitBounds(layer.getBounds(), { padding: [10, 10] });
      this.credit(data.features);
    }
    if (at) this.map.setView(at, 14);
  }

  credit(features) {
    const sources = [...new Set(features.map((feature) => feature.properties.source))];
    const line = document.createElement("p");
    line.className = "help";
    line.textContent = sources.filter(Boolean).join(" · ");
    this.root.append(line);
  }

  place(at) {
    if (this.pin) {
      this.pin.setLatLng(at);
      return;
    }
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
    this.pin.on("dragend", () => this.choose(this.pin.getLatLng()));
    element.addEventListener("keydown", (event) => this.nudge(event));
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

  follow() {
    const at = this.typed();
    if (!at) return;
    this.place(at);
    this.map.panTo(at);
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

  // Ask the server where the pin lies, when it has rested for a moment.
  ask() {
    clearTimeout(this.asking);
    this.asking = setTimeout(async () => {
      const at = this.typed();
      if (!at || !this.says) return;
      const query = new URLSearchParams({ lat: at.lat, lon: at.lng, zone: this.zone?.value ?? "" });
      const answer = await fetch(`${this.root.dataset.locate}?${query}`).catch(() => null);
      if (!answer) return;
      const { inside, sentence } = await answer.json();
      this.says.textContent = sentence;
      this.says.dataset.inside = String(inside);
    }, 200);
  }
}

if (window.L) {
  for (const root of document.querySelectorAll("[data-picker]")) new Picker(root).start();
}
