// The zone and the dong of the venue form follow the position until a person chooses them.

function watch(field) {
  const chosen = () => field.toggleAttribute("data-chosen", field.value !== "");
  chosen();
  field.addEventListener("change", chosen);
}

// Set a choice that nobody has made; what is not offered changes nothing.
export function suggest(field, value) {
  if (!field || "chosen" in field.dataset || !value) return;
  if ([...field.options].some((option) => option.value === String(value))) field.value = value;
}

// The zone to which the dong belongs.
export function suggestZoneOf(dong, zone) {
  suggest(zone, dong?.selectedOptions[0]?.dataset.zone);
}

// What a person chose; empty for what was only suggested.
export function chosenValue(field) {
  return field && "chosen" in field.dataset ? field.value : "";
}

for (const form of document.querySelectorAll("[data-venue-form]")) {
  const { zone_id, dong_id } = form.elements;
  for (const field of [zone_id, dong_id]) if (field) watch(field);
  dong_id?.addEventListener("change", () => suggestZoneOf(dong_id, zone_id));
}
