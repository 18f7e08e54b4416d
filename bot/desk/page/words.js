// Times and numbers in words: with the weekday and in London time, as on the cards.

const zone = { timeZone: "Europe/London" };
const day = new Intl.DateTimeFormat("en-GB", { ...zone, weekday: "short", day: "numeric", month: "short" });
const longDay = new Intl.DateTimeFormat("en-GB", {
  ...zone, weekday: "long", day: "numeric", month: "long", year: "numeric",
});
const clock = new Intl.DateTimeFormat("en-GB", { ...zone, hour: "2-digit", minute: "2-digit" });
const typedDay = new Intl.DateTimeFormat("en-GB", {
  timeZone: "UTC", weekday: "short", day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit",
});
const parts = new Intl.DateTimeFormat("sv-SE", {
  ...zone, year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit",
});

export const onDay = (iso) => day.format(new Date(iso)).replace(",", "");
export const onLongDay = (iso) => longDay.format(new Date(iso)).replace(",", "");
export const atTime = (iso) => clock.format(new Date(iso));
export const when = (iso) => `${onDay(iso)}, ${atTime(iso)}`;
export const forInput = (iso) => parts.format(new Date(iso)).replace(" ", "T");

// A day and time in the council's own time, whatever the browser's zone.
export const asTyped = (text) => typedDay.format(new Date(`${text}Z`)).replace(",", "");

export const initials = (name) =>
  name.split(/\s+/).filter((word) => /^\p{Lu}/u.test(word)).map((word) => word[0])
    .filter((_, index, all) => index === 0 || index === all.length - 1).join("");

export function owed(person) {
  if (!person.owes) return "owes nothing";
  return person.overdue ? `owes ${person.owes}, ${person.overdue} overdue` : `owes ${person.owes}`;
}

export function element(tag, properties = {}, ...children) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
}
