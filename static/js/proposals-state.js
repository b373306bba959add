// Asks each second where the search stands; loads the page anew when it is over.

const box = document.querySelector("[data-proposal]");
const bar = box?.querySelector("progress");
const late = box?.querySelector("[data-late]");
const numbers = new Intl.NumberFormat(document.documentElement.lang);

function show(state) {
  for (const place of box.querySelectorAll("[data-field]")) {
    const value = state[place.dataset.field];
    const text = typeof value === "number" ? numbers.format(value) : value ?? "-";
    if (place.textContent !== text) place.textContent = text;
  }
  bar.value = Math.min(state.elapsed, state.seconds);
  late.hidden = !state.late;
}

async function ask() {
  try {
    const answer = await fetch(box.dataset.proposal, { headers: { Accept: "application/json" } });
    if (!answer.ok) {
      window.location.reload();
      return;
    }
    const state = await answer.json();
    if (state.finished) {
      window.location.reload();
      return;
    }
    show(state);
  } catch {
    // The connection broke off: ask again.
  }
  window.setTimeout(ask, document.hidden ? 5000 : 1000);
}

if (box) window.setTimeout(ask, 700);
