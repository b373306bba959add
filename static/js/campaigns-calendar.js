// Moving an event on the calendar: by dragging with a mouse or pen, or with the keyboard
// (M, arrow keys, Enter). Both send the form that a page without scripts would send.

const form = document.getElementById("move-form");
const status = document.getElementById("move-status");
const DISTANCE = 6; // pixels before a press becomes a drag
const STEPS = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 };

const cellOf = (day) => document.querySelector(`.calendar [data-day="${day}"]`);

function send(chip, day) {
  form.action = chip.dataset.move;
  form.elements.version.value = chip.dataset.version;
  form.elements.day.value = day;
  form.submit();
}

function mark(cell) {
  for (const old of document.querySelectorAll(".calendar .target")) old.classList.remove("target");
  cell?.classList.add("target");
}

function shifted(day, days) {
  const [year, month, date] = day.split("-").map(Number);
  return new Date(Date.UTC(year, month - 1, date + days)).toISOString().slice(0, 10);
}

// --- pointer ---

function startDrag(chip, press) {
  const home = chip.closest("[data-day]");
  let ghost = null;
  let target = null;

  function move(event) {
    if (!ghost) {
      if (Math.hypot(event.clientX - press.clientX, event.clientY - press.clientY) < DISTANCE) return;
      ghost = chip.cloneNode(true);
      ghost.removeAttribute("id");
      ghost.setAttribute("aria-hidden", "true");
      ghost.classList.add("ghost");
      ghost.style.width = `${chip.offsetWidth}px`;
      document.body.append(ghost);
      chip.classList.add("lifted");
    }
    event.preventDefault();
    ghost.style.left = `${event.clientX + 8}px`;
    ghost.style.top = `${event.clientY + 8}px`;
    target = document.elementFromPoint(event.clientX, event.clientY)?.closest("[data-day]") ?? null;
    mark(target);
  }

  function stop() {
    document.removeEventListener("pointermove", move);
    document.removeEventListener("pointerup", drop);
    document.removeEventListener("pointercancel", stop);
    document.removeEventListener("keydown", escape);
    ghost?.remove();
    chip.classList.remove("lifted");
    mark(null);
  }

  function drop() {
    const dragged = ghost !== null;
    stop();
    if (!dragged) return;
    // The click that follows a drag must not open the event.
    const swallow = (click) => click.preventDefault();
    document.addEventListener("click", swallow, { capture: true });
    setTimeout(() => document.removeEventListener("click", swallow, { capture: true }), 0);
    if (target && target !== home) send(chip, target.dataset.day);
  }

  function escape(event) {
    if (event.key !== "Escape") return;
    target = null;
    stop();
  }

  document.addEventListener("pointermove", move);
  document.addEventListener("pointerup", drop);
  document.addEventListener("pointercancel", stop);
  document.addEventListener("keydown", escape);
}

// --- keyboard ---

let picked = null; // { chip, day } while an event is moved with the keyboard

function pick(chip) {
  picked = { chip, day: chip.closest("[data-day]").dataset.day };
  chip.classList.add("lifted");
  mark(cellOf(picked.day));
  status.textContent = status.dataset.picked;
}

function putDown(text) {
  picked?.chip.classList.remove("lifted");
  picked = null;
  mark(null);
  status.textContent = text;
}

function step(days) {
  const day = shifted(picked.day, days);
  const cell = cellOf(day);
  if (!cell) return;
  picked.day = day;
  mark(cell);
  cell.scrollIntoView({ block: "nearest" });
  status.textContent = cell.dataset.label;
}

for (const chip of document.querySelectorAll("[data-move]")) {
  chip.addEventListener("pointerdown", (event) => {
    if (event.button === 0 && event.pointerType !== "touch") startDrag(chip, event);
  });
  chip.addEventListener("dragstart", (event) => event.preventDefault());
  chip.addEventListener("blur", () => picked && putDown(status.dataset.stopped));
  chip.addEventListener("keydown", (event) => {
    if (!picked) {
      if (event.key.toLowerCase() !== "m" || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      pick(chip);
    } else if (event.key in STEPS) {
      event.preventDefault();
      step(STEPS[event.key]);
    } else if (event.key === "Enter") {
      event.preventDefault();
      const { day } = picked;
      const moved = day !== chip.closest("[data-day]").dataset.day;
      putDown(moved ? "" : status.dataset.stopped);
      if (moved) send(chip, day);
    } else if (event.key === "Escape") {
      event.preventDefault();
      putDown(status.dataset.stopped);
    }
  });
}
