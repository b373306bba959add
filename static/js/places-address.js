// Finding an address without leaving the form. Without JavaScript the same buttons send the form,
// and the server fills it in. Results are written with textContent.

import { suggest, suggestZoneOf } from "./places-fill.js";

class AddressSearch {
  constructor(root) {
    this.root = root;
    this.form = root.closest("form");
    this.query = root.querySelector("[name=address_q]");
    this.searched = root.querySelector("[name=address_searched]");
    this.says = root.querySelector("[data-address-says]");
    this.hits = root.querySelector("[data-address-hits]");
    this.latest = 0;
  }

  start() {
    this.root.querySelector("[name=do]").addEventListener("click", (event) => this.find(event));
    this.query.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && !event.isComposing) this.find(event);
    });
  }

  async find(event) {
    event.preventDefault();
    const turn = ++this.latest;
    const text = this.query.value.trim();
    this.searched.value = text; // so that Enter in another field saves
    const address = `${this.root.dataset.addressSearch}?${new URLSearchParams({ q: text })}`;
    const answer = await fetch(address, { headers: { Accept: "application/json" } }).catch(() => null);
    const data = await answer?.json().catch(() => null);
    if (turn !== this.latest) return; // an older question
    this.show(data?.results ?? [], data?.said ?? data?.error ?? this.root.dataset.failed);
  }

  show(results, said) {
    this.says.textContent = said;
    this.hits.replaceChildren(...results.map((hit) => this.row(hit)));
    this.hits.hidden = !results.length;
  }

  row(hit) {
    const item = document.createElement("li");
    const button = document.createElement("button");
    button.type = "button";
    button.className = "address-hit";
    const label = document.createElement("strong");
    label.textContent = hit.label;
    const more = document.createElement("span");
    const words = [hit.building, hit.legal_dong, hit.postcode].filter(Boolean).join(" · ");
    more.textContent = hit.lat === null ? `${words} (${this.root.dataset.noPosition})` : words;
    button.append(label, " ", more);
    button.addEventListener("click", () => this.use(hit));
    item.append(button);
    return item;
  }

  use(hit) {
    const { address, legal_dong, zone_id, dong_id, lat, lon, precision } = this.form.elements;
    address.value = hit.label;
    if (hit.legal_dong) legal_dong.value = hit.legal_dong;
    const dong = [...dong_id.options].find((option) => option.text === hit.admin_dong);
    if (hit.admin_dong && dong) {
      suggest(dong_id, dong.value);
      suggestZoneOf(dong_id, zone_id);
    }
    if (hit.lat !== null && hit.lon !== null) {
      lat.value = hit.lat.toFixed(6);
      lon.value = hit.lon.toFixed(6);
      precision.value = "exact";
      lon.dispatchEvent(new Event("input", { bubbles: true })); // the map follows
    }
    this.show([], "");
    address.focus();
  }
}

for (const root of document.querySelectorAll("[data-address-search]")) new AddressSearch(root).start();
