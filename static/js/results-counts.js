// The counting sheet: steppers, totals as one types, a word on what is not saved yet, one sending.

const form = document.querySelector("[data-counts]");
const inputs = [...form.querySelectorAll("[data-stepper] input")];
const format = new Intl.NumberFormat(document.documentElement.lang);
const unsaved = form.querySelector("[data-unsaved]");
const first = new Map(
  inputs.map((input) => [input, form.elements[input.name.replace("value-", "shown-")].value]),
);
let sending = false;

function read(input) {
  const text = input.value.normalize("NFKC").replaceAll(",", "").trim();
  return /^\d{1,9}$/.test(text) ? Number(text) : null;
}

function changed() {
  return inputs.filter((input) => input.value.trim() !== first.get(input));
}

function refresh() {
  for (const output of form.querySelectorAll("[data-total]")) {
    const counted = inputs
      .filter((input) => input.dataset.measure === output.dataset.total)
      .map(read)
      .filter((value) => value !== null);
    output.textContent = counted.length ? format.format(counted.reduce((a, b) => a + b, 0)) : "-";
  }
  const touched = new Set(changed());
  for (const input of inputs) input.closest(".count").classList.toggle("touched", touched.has(input));
  unsaved.hidden = touched.size === 0;
}

function stepButton(input, by) {
  const button = document.createElement("button");
  button.type = "button";
  button.tabIndex = -1; // the arrow keys do the same from the field itself
  button.textContent = by > 0 ? "+" : "−";
  const label = input.closest(".count").querySelector("label").textContent.replace(/\s+/g, " ");
  button.setAttribute("aria-label", `${label.trim()} ${by > 0 ? "+1" : "−1"}`);
  button.addEventListener("click", () => step(input, by));
  return button;
}

function step(input, by) {
  const value = (read(input) ?? 0) + by;
  input.value = String(Math.max(0, value));
  refresh();
}

for (const input of inputs) {
  const stepper = input.parentElement;
  stepper.prepend(stepButton(input, -1));
  stepper.append(stepButton(input, 1));
  stepper.classList.add("armed");
  input.addEventListener("input", refresh);
  input.addEventListener("focus", () => input.select());
  input.addEventListener("keydown", (event) => {
    if (event.key !== "ArrowUp" && event.key !== "ArrowDown") return;
    event.preventDefault();
    step(input, event.key === "ArrowUp" ? 1 : -1);
  });
}

form.addEventListener("submit", (event) => {
  if (sending) event.preventDefault();
  sending = true;
});
window.addEventListener("pageshow", () => {
  sending = false;
  refresh();
});
window.addEventListener("beforeunload", (event) => {
  if (!sending && changed().length) event.preventDefault();
});
