// The list beside a map: sorted and paged in the browser (the server does the same by address),
// each row with a button that opens its pin; an opened pin marks its row and brings it into view.

import { fill, make, named, remember } from "./maps-core.js";
import { day, shape } from "./maps-words.js";

const WIDE = matchMedia("(min-width: 1101px)"); // list and map side by side

export class List {
  constructor(frame, pins, places) {
    this.frame = frame;
    this.pins = pins;
    this.places = places.filter((place) => place.properties.number);
    this.root = document.querySelector("[data-map-list]");
    this.template = this.root?.querySelector("template");
    this.links = [...(this.root?.querySelectorAll("[data-sort]") ?? [])];
    this.rows = this.root?.querySelector("[data-rows], ol.events");
    this.perPage = Number(this.root?.dataset.perPage) || Infinity;
    const asked = new URLSearchParams(window.location.search);
    this.sort = asked.get("sort") || "day";
    this.page = Number(asked.get("page")) || 1;
    this.made = new Map(); // an event's key -> its row
  }

  start() {
    this.frame.atOpen.push((pin) => this.mark(pin));
    document.addEventListener("click", (event) => {
      const button = event.target.closest("[data-show-spot]");
      if (button) this.show(button);
    });
    if (this.rows) {
      for (const row of this.rows.children) {
        this.made.set(row.dataset.spot, row);
        if (this.template && this.pins.pins.has(row.dataset.spot)) row.lastElementChild.append(this.button(row.dataset.spot, row.cells[0].textContent));
      }
      this.order = this.sorted();
      for (const link of this.links) link.addEventListener("click", (event) => this.choose(event, link));
      this.root.querySelector("[data-paging]")?.addEventListener("click", (event) => this.turn(event));
    }
    this.offer(document);
  }

  // Buttons are shown where there is a pin to open.
  offer(root) {
    for (const button of root.querySelectorAll("[data-show-spot]")) {
      button.hidden = !this.pins.pins.has(button.dataset.showSpot);
      if (button.parentElement.matches("[data-show-line]")) button.parentElement.hidden = button.hidden;
    }
  }

  show(button) {
    this.frame.root.scrollIntoView({ block: "nearest" });
    this.pins.show(button.dataset.showSpot, button);
  }

  // Order ---------------------------------------------------------------------------------------

  choose(event, link) {
    event.preventDefault();
    const key = link.dataset.sort;
    this.sort = this.sort === key && link.closest("th") ? `-${key}` : key;
    this.page = 1;
    this.order = this.sorted();
    this.draw();
    for (const other of this.links) {
      const cell = other.closest("th");
      cell?.removeAttribute("aria-sort");
      other.removeAttribute("aria-current");
      other.classList.toggle("sorted", !cell && other === link);
      if (other !== link) continue;
      if (cell) cell.setAttribute("aria-sort", this.sort === key ? "ascending" : "descending");
      else other.setAttribute("aria-current", "true");
    }
    this.frame.say(fill(this.root.dataset.sorted, { name: link.textContent.trim() }));
  }

  sorted() {
    const key = this.sort.replace("-", "");
    const statuses = [...this.frame.root.querySelectorAll("[data-status]")].map((entry) => entry.dataset.status);
    const value = {
      zone: ({ properties }) => properties.zone,
      place: ({ properties }) => properties.name,
      status: (place) => statuses.indexOf(place.properties.status),
    }[key] ?? (() => 0);
    const keyed = this.places.map((place) => [value(place), place.properties.number, String(place.id), place]);
    keyed.sort((one, two) => (one[0] < two[0] ? -1 : one[0] > two[0] ? 1 : one[1] - two[1]));
    if (this.sort.startsWith("-")) keyed.reverse();
    return keyed.map(([, , id, place]) => ({ id, place }));
  }

  draw() {
    const first = (this.page - 1) * this.perPage;
    const shown = this.order.slice(first, Number.isFinite(this.perPage) ? first + this.perPage : undefined);
    this.rows.replaceChildren(...shown.map(({ id, place }) => this.row(id, place)).filter(Boolean));
    this.offer(this.rows);
    this.drawPaging();
    remember({ sort: this.sort === "day" ? "" : this.sort, page: this.page > 1 ? String(this.page) : "" });
  }

  // Pages ---------------------------------------------------------------------------------------

  get pageCount() { return Math.max(1, Math.ceil(this.order.length / this.perPage)); }

  turn(event) {
    const link = event.target.closest("a");
    if (!link) return;
    event.preventDefault();
    this.page = Number(new URL(link.href).searchParams.get("page")) || 1;
    this.draw();
    this.rows.closest("[tabindex]")?.focus();
  }

  drawPaging() {
    const nav = this.root.querySelector("[data-paging] nav");
    if (!nav) return;
    const near = new Set([1, this.pageCount]);
    for (let n = this.page - 2; n <= this.page + 2; n += 1) if (n >= 1 && n <= this.pageCount) near.add(n);
    const items = [];
    let last = 0;
    for (const n of [...near].sort((one, two) => one - two)) {
      if (n > last + 1) items.push(make("li", "…", "muted"));
      const item = make("li");
      item.append(this.pageLink(n, String(n)));
      items.push(item);
      last = n;
    }
    const list = make("ul");
    list.append(...items);
    const { previous, next } = this.root.dataset;
    nav.replaceChildren(
      ...(this.page > 1 ? [this.pageLink(this.page - 1, previous, "button quiet")] : []), list,
      ...(this.page < this.pageCount ? [this.pageLink(this.page + 1, next, "button quiet")] : []),
    );
  }

  pageLink(number, text, className = "") {
    const link = make("a", text, className);
    const address = new URL(window.location);
    address.searchParams.set("page", number);
    link.href = address;
    if (!className && number === this.page) link.setAttribute("aria-current", "page");
    return link;
  }

  // Rows ----------------------------------------------------------------------------------------

  row(id, place) {
    if (!this.made.has(id) && this.template) this.made.set(id, this.fromTemplate(id, place));
    return this.made.get(id);
  }

  button(id, number) {
    const button = this.template.content.querySelector("button").cloneNode(true);
    button.dataset.showSpot = id;
    button.querySelector("span").textContent = `: ${number}`;
    return button;
  }

  // The cells stand in the order of templates/maps/_row.html.
  fromTemplate(id, { properties, geometry }) {
    const row = this.template.content.firstElementChild.cloneNode(true);
    row.dataset.spot = id;
    const [number, when, where, zone, status, actions] = row.cells;
    number.textContent = properties.number;
    when.prepend(day(properties.day));
    when.querySelector("span").textContent = properties.hours;
    const [link, note, rough] = where.children;
    link.textContent = named(properties);
    link.href = this.frame.words.pages + encodeURIComponent(id);
    note.textContent = properties.moved ? fill(this.frame.words.moved, { place: named(properties, "moved") }) : (properties.address ?? "");
    rough.textContent = properties.rough ? this.frame.words.roughly : "";
    zone.textContent = named(properties, "zone");
    status.append(shape(properties.status), this.pins.statusText(properties.status));
    actions.replaceChildren(geometry ? this.button(id, properties.number) : actions.lastElementChild);
    return row;
  }

  mark(pin) {
    for (const row of document.querySelectorAll("[data-spot].shown")) row.classList.remove("shown");
    const keys = this.pins.keys.get(pin) ?? [];
    if (keys.length && this.order && this.perPage !== Infinity) this.turnTo(keys[0]);
    const rows = keys.map((key) => document.querySelector(`[data-spot="${CSS.escape(key)}"]`)).filter(Boolean);
    for (const row of rows) row.classList.add("shown");
    if (WIDE.matches) rows[0]?.scrollIntoView({ block: "nearest" });
  }

  turnTo(key) {
    const page = Math.floor(this.order.findIndex(({ id }) => id === key) / this.perPage) + 1;
    if (page < 1 || page === this.page) return;
    this.page = page;
    this.draw();
  }
}
