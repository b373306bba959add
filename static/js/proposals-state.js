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

// The chart and its table are made by the server; they come anew once the course has grown.
async function draw(state) {
  const course = box.querySelector("[data-course]");
  if (Number(course.dataset.course) === state.points) return;
  const answer = await fetch(box.dataset.progress);
  if (!answer.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.querySelector("[data-course]");
  const open = course.querySelector("details")?.open;
  if (open && fresh.querySelector("details")) fresh.querySelector("details").open = true;
  course.replaceWith(document.adoptNode(fresh));
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
    await draw(state);
  } catch {
    // The connection broke off: ask again.
  }
  window.setTimeout(ask, document.hidden ? 5000 : 1000);
}

if (box) window.setTimeout(ask, 700);
