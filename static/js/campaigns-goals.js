// Buttons that put a goal earlier or later; the ranks in the selects are what is sent.

const list = document.querySelector("[data-goals]");
const said = document.querySelector("[data-goals-said]");
const rankOf = (row) => row.querySelector(".goal-rank select");
const nameOf = (row) => row.querySelector(".goal-name").textContent.trim();

// The rows by rank, those of one rank together; the last group has no rank.
function groups() {
  const found = new Map();
  for (const row of list.children) {
    const rank = Number(rankOf(row).value || Infinity);
    found.set(rank, [...(found.get(rank) ?? []), row]);
  }
  const ranked = [...found.keys()].filter(Number.isFinite).sort((a, b) => a - b);
  return { ranked: ranked.map((rank) => found.get(rank)), last: found.get(Infinity) ?? [] };
}

function write({ ranked, last }) {
  ranked.forEach((group, index) => group.forEach((row) => { rankOf(row).value = String(index + 1); }));
  last.forEach((row) => { rankOf(row).value = ""; });
  list.append(...ranked.flat(), ...last);
}

// A goal that shares its rank leaves the group first; alone, it changes places with the next group.
function move(row, step) {
  const { ranked, last } = groups();
  const unranked = last.includes(row);
  const at = unranked ? ranked.length : ranked.findIndex((group) => group.includes(row));
  const rest = (unranked ? last : ranked[at]).filter((other) => other !== row);
  if (unranked) {
    if (step > 0) return;
    ranked.push([row]);
    write({ ranked, last: rest });
  } else if (rest.length) {
    ranked.splice(at, 1, ...(step < 0 ? [[row], rest] : [rest, [row]]));
    write({ ranked, last });
  } else if (step > 0 && at === ranked.length - 1) {
    ranked.pop();
    write({ ranked, last: [row, ...last] });
  } else if (ranked[at + step]) {
    [ranked[at], ranked[at + step]] = [ranked[at + step], ranked[at]];
    write({ ranked, last });
  }
  const rank = rankOf(row).value;
  const words = rank ? list.dataset.said : list.dataset.saidLast;
  said.textContent = words.replace("{goal}", nameOf(row)).replace("{n}", rank);
}

function button(row, step, words, sign) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "button small";
  made.textContent = sign;
  made.setAttribute("aria-label", words.replace("{goal}", nameOf(row)));
  made.addEventListener("click", () => {
    move(row, step);
    made.focus();
  });
  return made;
}

if (list) {
  for (const row of [...list.children]) {
    row.querySelector(".goal-moves").append(
      button(row, -1, list.dataset.up, "↑"),
      button(row, 1, list.dataset.down, "↓"),
    );
    rankOf(row).addEventListener("change", (event) => {
      const { ranked, last } = groups();
      list.append(...ranked.flat(), ...last);
      event.target.focus();
    });
  }
}
