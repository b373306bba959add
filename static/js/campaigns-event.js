// The places for rain that fit the chosen venue come first; none is offered to an indoor venue.

const venue = document.getElementById("venue");
const fallback = document.getElementById("fallback");

if (venue && fallback) {
  const lists = JSON.parse(fallback.dataset.rain);
  const all = [...fallback.options];

  const arrange = (chosen) => {
    const listed = lists[venue.value];
    for (const option of all) {
      option.disabled = option.hidden = Boolean(
        option.value && venue.value && !(listed ?? []).includes(option.value) && option.value !== chosen,
      );
    }
  };

  arrange(fallback.value);
  venue.addEventListener("change", () => {
    fallback.value = lists[venue.value]?.[0] ?? "";
    arrange(fallback.value);
  });
}
