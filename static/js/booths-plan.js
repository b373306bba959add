// Booth plan: drag an agency onto a booth, or pick up and put down with the Space key. Both send
// the form that the pages without JavaScript use.

const THRESHOLD = 6; // pixels before a press becomes a drag
const EDGE = 48; // pixels from the window's edge within which a drag scrolls
const plan = document.querySelector(".booth-plan");
const form = document.getElementById("drop");
const say = document.getElementById("plan-say");
let picked = null;

const movable = (element) => element?.closest?.("[data-move]") ?? null;
const boothAt = (element) => element?.closest?.("a[data-booth]") ?? null;

function send(source, booth) {
  if (booth === source) return;
  form.action = source.dataset.move;
  form.elements.booth.value = booth.dataset.booth;
  form.elements.version.value = source.dataset.version ?? "";
  form.elements.suggest.disabled = !("suggest" in source.dataset);
  form.submit();
}

function announce(text, name) {
  say.textContent = text.replace("{name}", name ?? "");
}

function letGo() {
  picked?.classList.remove("picked");
  picked = null;
}

// The click that follows the release of a drag must not open a link.
function swallow(event) {
  event.preventDefault();
  event.stopPropagation();
}

function startDrag(source, press) {
  const ghost = document.createElement("div");
  ghost.className = "drag-ghost";
  ghost.textContent = source.dataset.name;
  let moving = false;
  let over = null;

  function mark(booth) {
    over?.classList.remove("over");
    over = booth === source ? null : booth;
    over?.classList.add("over");
  }
  function follow(event) {
    if (!moving) {
      if (Math.hypot(event.clientX - press.clientX, event.clientY - press.clientY) < THRESHOLD) return;
      moving = true;
      document.body.append(ghost);
      document.body.classList.add("dragging");
    }
    ghost.style.transform = `translate(${event.clientX + 12}px, ${event.clientY + 12}px)`;
    const edge = event.clientY < EDGE ? -1 : Number(event.clientY > window.innerHeight - EDGE);
    if (edge) window.scrollBy(0, edge * 16);
    mark(boothAt(document.elementFromPoint(event.clientX, event.clientY)));
  }
  function stop(event) {
    document.removeEventListener("pointermove", follow);
    document.removeEventListener("pointerup", stop);
    document.removeEventListener("pointercancel", stop);
    document.removeEventListener("keydown", escape);
    const target = over;
    mark(null);
    ghost.remove();
    document.body.classList.remove("dragging");
    if (!moving) return;
    document.addEventListener("click", swallow, { capture: true });
    setTimeout(() => document.removeEventListener("click", swallow, { capture: true }), 0);
    if (event.type === "pointerup" && target) send(source, target);
  }
  function escape(event) {
    if (event.key === "Escape") stop(event);
  }
  document.addEventListener("pointermove", follow);
  document.addEventListener("pointerup", stop);
  document.addEventListener("pointercancel", stop);
  document.addEventListener("keydown", escape);
}

if (plan && form) {
  for (const hint of document.querySelectorAll("[data-with-script]")) hint.hidden = false;
  document.addEventListener("dragstart", (event) => {
    if (movable(event.target)) event.preventDefault();
  });
  document.addEventListener("pointerdown", (event) => {
    const source = movable(event.target);
    if (source && event.button === 0 && event.pointerType !== "touch") startDrag(source, event);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && picked) {
      letGo();
      announce(say.dataset.letGo);
    }
    if (event.key !== " ") return;
    const booth = boothAt(event.target);
    const source = movable(event.target);
    if (!booth && !source) return;
    event.preventDefault();
    if (picked && booth) {
      const from = picked;
      letGo();
      send(from, booth);
    } else if (source) {
      letGo();
      picked = source;
      picked.classList.add("picked");
      announce(say.dataset.picked, source.dataset.name);
    }
  });
}
