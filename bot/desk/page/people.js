// The list on the left: everybody by role, service or team, what each owes, and whose chat is new.

import { element, initials, owed } from "./words.js";

const list = document.getElementById("list");
const search = document.getElementById("search");
const show = document.getElementById("show");
const group = document.getElementById("group");
const count = document.getElementById("count");

let people = [];
let chosen = null;
const seen = new Map(); // upn → the revision of their chat when it was last looked at
let choose = () => {};

export function start(onChoose) {
  choose = onChoose;
  for (const control of [search, show, group]) control.addEventListener("input", redraw);
  list.addEventListener("keydown", walk);
  search.addEventListener("keydown", (event) => {
    if (event.key !== "ArrowDown") return;
    event.preventDefault();
    list.querySelector("button")?.focus();
  });
}

export function put(fresh) {
  if (!seen.size) for (const person of fresh) seen.set(person.upn, 0);
  people = fresh;
  redraw();
}

export const find = (upn) => people.find((person) => person.upn === upn);

export function look(upn) {
  chosen = upn;
  const person = find(upn);
  if (person) seen.set(upn, person.revision);
  redraw();
}

// Who a newcomer starts as: an auditor with something to do, else whoever has.
export function newcomer() {
  const waiting = people.filter((person) => person.owes);
  return waiting.find((person) => /^auditor/i.test(person.role))
    ?? waiting.find((person) => /auditor/i.test(person.role)) ?? waiting[0] ?? null;
}

const isNew = (person) => person.upn !== chosen && seen.get(person.upn) !== person.revision && person.revision > 0;

function wanted(person) {
  const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
  const text = `${person.name} ${person.role} ${person.team} ${person.service}`.toLowerCase();
  if (!words.every((word) => text.includes(word))) return false;
  if (show.value === "news") return isNew(person) || person.upn === chosen;
  if (show.value === "owes") return person.owes > 0;
  if (show.value === "overdue") return person.overdue > 0;
  return true;
}

function redraw() {
  const shown = people.filter(wanted);
  const groups = new Map();
  for (const person of shown) {
    const name = person[group.value].split(", ")[0] || "No team of their own"; // of several roles, the first
    if (!groups.has(name)) groups.set(name, []);
    groups.get(name).push(person);
  }
  const focused = list.contains(document.activeElement) ? document.activeElement.dataset.upn : null;
  const top = list.scrollTop;
  list.replaceChildren(
    ...[...groups].map(([name, members]) => section(name, members)),
    ...(shown.length ? [] : [element("p", { className: "empty" }, emptyWords())]),
  );
  list.scrollTop = top;
  count.textContent = people.length === 0 ? "" : `${shown.length} of ${people.length} people`;
  const all = [...list.querySelectorAll("button")];
  const stop = all.find((button) => button.dataset.upn === (focused ?? chosen)) ?? all[0];
  if (stop) stop.tabIndex = 0;
  if (focused) stop?.focus({ preventScroll: true });
}

function emptyWords() {
  if (!people.length) return "Nobody is here yet. Import people.csv, or start make demo, and the council’s people stand here.";
  if (search.value) return "Nobody by that name, role or team. Clear the search to see everybody.";
  if (show.value === "news") return "Nothing new in anybody’s chat. Press a card, or move the clock, and whoever hears of it stands here.";
  if (show.value === "overdue") return "Nothing is overdue. Move the clock past a due date to see it.";
  return "Nobody owes anything just now.";
}

function section(name, members) {
  const box = element("section", { className: "group" });
  box.append(
    element("h2", {}, name, " ", element("span", { className: "quiet" }, String(members.length))),
    element("ul", {}, ...members.map((person) => element("li", {}, button(person)))),
  );
  return box;
}

function button(person) {
  const made = element("button", { type: "button", className: "person", tabIndex: -1 });
  made.dataset.upn = person.upn;
  if (person.upn === chosen) made.setAttribute("aria-current", "true");
  const face = element("span", { className: "face" }, initials(person.name));
  face.setAttribute("aria-hidden", "true");
  const second = group.value === "role" ? person.team || person.service : person.role;
  const owes = element("span", { className: person.overdue ? "owes late" : "owes" }, owed(person));
  made.append(
    face,
    element("span", { className: "text" },
      element("span", { className: "name" }, person.name),
      element("span", { className: "quiet" }, second, second ? " · " : "", owes)),
  );
  if (isNew(person)) made.append(element("span", { className: "mark" }, "New"));
  made.addEventListener("click", () => choose(person.upn));
  return made;
}

function walk(event) {
  const all = [...list.querySelectorAll("button")];
  const at = all.indexOf(document.activeElement);
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: all.length - 1 }[event.key];
  if (to === undefined || at < 0) return;
  event.preventDefault();
  if (to < 0) return void search.focus();
  const next = all[Math.min(to, all.length - 1)];
  all[at].tabIndex = -1;
  next.tabIndex = 0;
  next.focus();
}
