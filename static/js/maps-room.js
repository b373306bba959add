// Room for words on a map: captions of pins first, then names of areas. What finds none is not
// printed over the rest but waits for a closer look; the list and the popup have it all. Sizes are
// those that the words have on the screen.

const GAP = 2;
const ACROSS = 6; // two names in a row must not read as one
const NAME_STEPS = steps([0, 30, -30, 60, -60, 90, -90], [0, 22, -22, 44, -44, 66, -66, 88, -88]);

// Where words may step, the nearest first.
function steps(across, down) {
  return across.flatMap((x) => down.map((y) => [x, y])).sort((one, two) => Math.hypot(...one) - Math.hypot(...two));
}

function box(left, top, width, height) { return { left, top, right: left + width, bottom: top + height }; }

// Around a dot, for words that need so much room to its side and below it.
function around(right, down, further = 0) {
  return [[0, 1], [0, -1], [1, 0], [-1, 0], [0.6, 1], [-0.6, 1], [0.6, -1], [-0.6, -1]].map(([x, y]) => [x * (right + further), y * (down + further)]);
}

function apart(one, two) {
  return one.right + ACROSS <= two.left || one.left >= two.right + ACROSS || one.bottom + GAP <= two.top || one.top >= two.bottom + GAP;
}

function within(inner, outer) {
  return inner.left >= outer.left && inner.top >= outer.top && inner.right <= outer.right && inner.bottom <= outer.bottom;
}

// Whether a position lies in a GeoJSON area: as many times over its lines as makes an odd number.
export function covers(geometry, { lat, lng }) {
  const polygons = geometry.type === "MultiPolygon" ? geometry.coordinates : [geometry.coordinates];
  let inside = false;
  for (const ring of polygons.flat()) {
    ring.forEach(([x, y], index) => {
      const [fromX, fromY] = ring.at(index - 1);
      if (y > lat !== fromY > lat && lng < ((fromX - x) * (lat - y)) / (fromY - y) + x) inside = !inside;
    });
  }
  return inside;
}

export class Room {
  constructor(map) {
    this.map = map;
    this.names = []; // a tooltip, where it stands if nothing is in the way, its area or the dot it belongs to
  }

  add(name, { area = null, dot = 0 } = {}) {
    this.names.push({ name, at: name.getLatLng(), area, dot });
  }

  remove(names) { this.names = this.names.filter(({ name }) => !names.has(name)); }

  arrange() {
    const frame = this.map.getContainer();
    this.origin = frame.getBoundingClientRect();
    this.frame = box(GAP, GAP, frame.clientWidth - 2 * GAP, frame.clientHeight - 2 * GAP);
    const icons = [...this.map.getPane("markerPane").querySelectorAll(".leaflet-marker-icon")];
    const controls = [...frame.querySelectorAll(".leaflet-control")].map((element) => this.seen(element));
    this.pins = icons.map((icon) => this.pin(icon));
    this.taken = [...controls, ...this.pins, ...this.dots()];
    for (const icon of icons) this.caption(icon);
    for (const name of this.names) this.stand(name);
  }

  // Where an element is drawn, from the corner of the map.
  seen(element) {
    const { left, top, width, height } = element.getBoundingClientRect();
    return box(left - this.origin.left, top - this.origin.top, width, height);
  }

  // A pin with its ring.
  pin(icon) {
    const ring = icon.querySelector(".spot-ring");
    const [one, two] = [this.seen(icon), ring ? this.seen(ring) : this.seen(icon)];
    const [left, top] = [Math.min(one.left, two.left), Math.min(one.top, two.top)];
    return box(left, top, Math.max(one.right, two.right) - left, Math.max(one.bottom, two.bottom) - top);
  }

  dots() {
    return this.names.filter(({ dot }) => dot).map(({ at, dot }) => {
      const { x, y } = this.map.latLngToContainerPoint(at);
      return box(x - dot, y - dot, 2 * dot, 2 * dot);
    });
  }

  free(place) { return within(place, this.frame) && this.taken.every((other) => apart(place, other)); }

  caption(icon) {
    const caption = icon.querySelector(".spot-caption");
    if (!caption) return;
    const pin = this.pin(icon);
    const { offsetWidth: width, offsetHeight: height } = caption;
    const middle = { x: (pin.left + pin.right - width) / 2, y: (pin.top + pin.bottom - height) / 2 };
    const places = [
      box(middle.x, pin.bottom + GAP, width, height), box(middle.x, pin.top - height - GAP, width, height),
      box(pin.right + ACROSS, middle.y, width, height), box(pin.left - width - ACROSS, middle.y, width, height),
    ];
    const free = places.find((place) => this.free(place));
    // Shown all the same while its pin has the focus, the pointer or the popup: see maps.css.
    caption.classList.toggle("crowded", !free);
    const place = free ?? places.find((other) => within(other, this.frame)) ?? places[0];
    const corner = this.seen(icon);
    caption.style.left = `${place.left - corner.left}px`;
    caption.style.top = `${place.top - corner.top}px`;
    if (free) this.taken.push(free);
  }

  // The name of a dot that lies below a pin may stand further off: beside the pin.
  beside({ x, y }, dot, right, down) {
    const own = box(x - dot, y - dot, 2 * dot, 2 * dot);
    const hidden = this.pins.some((pin) => !apart(pin, own));
    return hidden ? [0, 14, 28].flatMap((further) => around(right, down, further)) : around(right, down);
  }

  stand({ name, at, area, dot }) {
    const element = name.getElement();
    if (!element?.offsetWidth || getComputedStyle(element).opacity === "0") return;
    const { offsetWidth: width, offsetHeight: height } = element;
    const { x, y } = this.map.latLngToContainerPoint(at);
    const wanted = dot ? this.beside({ x, y }, dot, width / 2 + dot + ACROSS, height / 2 + dot + GAP) : NAME_STEPS;
    const found = wanted.find(([across, below]) => (
      this.free(box(x + across - width / 2, y + below - height / 2, width, height))
      && (!area || (!across && !below) || covers(area, this.map.containerPointToLatLng([x + across, y + below])))
    ));
    element.classList.toggle("crowded", !found);
    const [across, below] = found ?? wanted[0];
    name.setLatLng(this.map.containerPointToLatLng([x + across, y + below]));
    if (found) this.taken.push(box(x + across - width / 2, y + below - height / 2, width, height));
  }
}
