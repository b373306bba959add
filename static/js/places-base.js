// What lies under a pin: zones with their names, other venues as grey dots, whom to credit. Texts
// that people typed are written with textContent.

function text(words) {
  const holder = document.createElement("span");
  holder.textContent = words;
  return holder;
}

async function read(address) {
  const answer = address ? await fetch(address).catch(() => null) : null;
  return answer?.ok ? answer.json() : { features: [] };
}

// Zones with permanent names; resolves to the layer, or null where there are none.
export async function drawZones(map, address) {
  const data = await read(address);
  if (!data.features.length) return null;
  const layer = window.L.geoJSON(data, {
    interactive: false,
    style: { color: "#58616a", weight: 1.5, fillColor: "#256ef4", fillOpacity: 0.06 },
    onEachFeature: (feature, shape) => {
      shape.bindTooltip(text(feature.properties.name), { permanent: true, direction: "center", className: "zone-name" });
    },
  }).addTo(map);
  layer.sources = [...new Set(data.features.map((feature) => feature.properties.source))].filter(Boolean);
  return layer;
}

// The other venues: dots on a canvas, whose names show under the pointer. The list of venues is the
// page 'Venues'; here they are only a base.
export async function drawVenues(map, address, own) {
  const data = await read(address);
  const renderer = window.L.canvas({ padding: 0.3 });
  for (const feature of data.features) {
    if (String(feature.id) === own) continue;
    const [lon, lat] = feature.geometry.coordinates;
    window.L.circleMarker([lat, lon], {
      renderer, radius: 5, color: "#fff", weight: 1.5, fillColor: "#58616a", fillOpacity: 1, bubblingMouseEvents: true,
    }).bindTooltip(text(feature.properties.name), { direction: "top" }).addTo(map);
  }
}

// How far off a position may be, in metres, by how exact it is said to be.
const METRES = { street: 100, block: 200, neighbourhood: 500 };

// A dashed ring and words beside the pin where the position is not the place itself.
export class Doubt {
  constructor(map, words) {
    this.map = map;
    this.words = words;
    this.ring = null;
  }

  show(at, precision) {
    this.ring?.remove();
    this.ring = null;
    const radius = METRES[precision];
    if (!at || !radius) return;
    this.ring = window.L.circle(at, {
      radius, interactive: false, color: "#8a5300", weight: 2, dashArray: "5 5", fillColor: "#8a5300", fillOpacity: 0.05,
    }).bindTooltip(text(this.words), { permanent: true, direction: "bottom", className: "doubt" }).addTo(this.map);
  }
}
