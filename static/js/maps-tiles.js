// A background map below everything else, where the page names one (data-tiles). If a tile fails the
// layer goes and a sentence says so: areas and places stay as they are.

const AROUND = [[30, 121], [42, 135]]; // Korea: elsewhere the server has nothing

export function addTiles(map, root) {
  const { tiles, tilesLowest, tilesHighest, tilesCredit, tilesFailed } = root.dataset;
  if (!tiles || !window.L) return null;
  const layer = window.L.tileLayer(tiles, {
    minZoom: Number(tilesLowest), maxNativeZoom: Number(tilesHighest), maxZoom: 19,
    bounds: AROUND, noWrap: true, keepBuffer: 1,
  });
  const credit = document.createElement("p");
  credit.className = "tile-credit";
  credit.textContent = tilesCredit;
  layer.on("tileerror", () => {
    if (!map.hasLayer(layer)) return;
    map.removeLayer(layer);
    credit.remove();
    const notice = document.createElement("p");
    notice.className = "notice warn tile-notice";
    notice.setAttribute("role", "status");
    notice.textContent = tilesFailed;
    map.getContainer().after(notice);
  });
  map.getContainer().append(credit);
  return layer.addTo(map);
}

for (const root of document.querySelectorAll("[data-tiles][data-map]")) {
  const map = window[root.dataset.map];
  if (map) addTiles(map, root);
}
