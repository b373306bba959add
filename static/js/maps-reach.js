// The coverage map: dongs tinted by the part of them within reach, a circle around each stop. All
// text is written with textContent; the table says the same.

import { Frame, make, named } from "./maps-core.js";

const PATTERNED = new Set(["0", "unknown"]); // told apart by more than their tint
const DOT = 9; // of a dong without an outline
const SHAPES = { kept: "released", new: "held", dropped: "cancelled" };

// What is less than one in a hundred, but not nothing, must not read as nothing.
function percent(share) { return `${(share * 100).toFixed(share > 0 && share < 0.01 ? 1 : 0)}%`; }

class Reach {
  constructor(frame) {
    this.frame = frame;
    this.map = frame.map;
    this.words = frame.words;
    this.dongs = new Map(); // a dong's id -> where it is and what is drawn of it
  }

  async start() {
    this.frame.show();
    const data = await this.frame.load(this.words.reach);
    if (!data) return;
    // The names of dongs within reach take their room first.
    const share = (item) => item.properties.share ?? 0;
    for (const item of data.features.toSorted((one, two) => share(two) - share(one))) {
      if (item.properties.kind === "dong") this.drawDong(item);
      else if (item.properties.kind === "stop") this.drawStop(item);
      else this.frame.extend(this.frame.area(item, "reach-zone").addTo(this.map).getBounds());
    }
    this.frame.credit(data.features);
    this.frame.whole();
    this.offerButtons();
  }

  drawDong(dong) {
    const { properties: facts, geometry, id } = dong;
    const look = { interactive: false, className: `reach-shape step-${facts.step}`, fillOpacity: 1 };
    if (PATTERNED.has(facts.step)) look.fillColor = `url(#reach-${facts.step})`;
    let shape = null;
    if (geometry) shape = window.L.geoJSON(dong, { interactive: false, style: look });
    else if (facts.label) shape = window.L.circleMarker(facts.label, { ...look, radius: DOT });
    if (!shape) return;
    shape.addTo(this.map);
    const at = window.L.latLng(facts.label ?? shape.getBounds().getCenter());
    const name = window.L.tooltip({ permanent: true, direction: "center", className: "zone-label", pane: "zone-labels" })
      .setLatLng(at).setContent(this.label(facts)).addTo(this.map);
    this.frame.room.add(name, geometry ? { area: geometry } : { dot: DOT });
    this.dongs.set(id, { at, shape });
    this.frame.extend(geometry ? shape.getBounds() : window.L.latLngBounds(at, at));
  }

  label(facts) {
    const label = make("span", facts.name, "reach-label");
    label.append(make("b", facts.share === null ? this.words.unknown : percent(facts.share)));
    if (facts.change === "won" || facts.change === "lost") label.append(make("em", this.words[facts.change], facts.change));
    return label;
  }

  drawStop(stop) {
    const { properties: facts, geometry: { coordinates: [lon, lat] } } = stop;
    window.L.circle([lat, lon], { radius: facts.metres, interactive: false, className: `reach-circle ${facts.fate}` }).addTo(this.map);
    const entry = this.frame.root.querySelector(`[data-fate="${CSS.escape(facts.fate)}"]`);
    const holder = make("span", "", `spot-pin ${SHAPES[facts.fate]}${facts.roughly ? " rough" : ""}`);
    const shape = entry?.querySelector("svg")?.cloneNode(true);
    if (facts.roughly) holder.append(make("span", "", "spot-ring"));
    if (shape) holder.append(shape);
    holder.append(make("span", String(facts.number), "spot-number"));
    const icon = window.L.divIcon({ html: holder, className: "", iconSize: [36, 36], iconAnchor: [18, 33], popupAnchor: [0, -30] });
    const pin = window.L.marker([lat, lon], { icon, keyboard: true, riseOnHover: true }).addTo(this.map);
    const title = `${facts.number}. ${named(facts)}`;
    const fate = entry?.textContent.trim() ?? "";
    pin.getElement().setAttribute("aria-label", `${title}, ${fate}`);
    pin.getElement().setAttribute("aria-haspopup", "dialog");
    pin.bindPopup(() => this.popup(facts, title, fate), { closeButton: false, maxWidth: 280 });
    this.frame.extend(window.L.latLng(lat, lon).toBounds(2 * facts.metres));
  }

  popup(facts, title, fate) {
    const card = make("div", "", "spot-popup");
    const heading = make("p", title, "popup-title");
    heading.tabIndex = -1;
    card.append(heading, make("p", fate));
    if (facts.roughly) card.append(make("p", this.words.roughly, "muted"));
    return this.frame.dialog(named(facts), [card]);
  }

  offerButtons() {
    for (const button of document.querySelectorAll("[data-show-dong]")) {
      const dong = this.dongs.get(button.dataset.showDong);
      if (!dong) continue;
      button.hidden = false;
      button.addEventListener("click", () => this.show(button, dong));
    }
  }

  show(button, dong) {
    for (const other of this.dongs.values()) other.shape.setStyle({ weight: 1.5 });
    for (const row of document.querySelectorAll("tr.shown")) row.classList.remove("shown");
    dong.shape.setStyle({ weight: 5 });
    dong.shape.bringToFront();
    button.closest("tr").classList.add("shown");
    this.map.setView(dong.at, Math.max(this.map.getZoom(), 13.5), { animate: false });
    this.frame.root.scrollIntoView({ block: "nearest" });
  }
}

for (const root of document.querySelectorAll("[data-reach-map]")) {
  if (window.L && window[root.dataset.map]) new Reach(new Frame(root)).start();
}
