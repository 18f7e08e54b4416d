// The list of people by role, service or team, with open duties and a mark for new messages.

import { element, initials, owed } from "./words.js";

const byId = (id) => document.getElementById(id);
const list = byId("list");
const search = byId("search");
const count = byId("count");
const pickers = { role: byId("role"), service: byId("service"), show: byId("show") };
const group = byId("group");

let people = [];
let chosen = null;
let choose = () => {};

// upn → the revision of their chat when it was last opened. It survives a reload of the page.
const SEEN = "sightline-seen";
let seen = null;

export function start(onChoose) {
  choose = onChoose;
  for (const control of [search, group, ...Object.values(pickers)]) control.addEventListener("input", redraw);
  byId("everybody").addEventListener("click", () => {
    narrow({});
    search.focus();
  });
  list.addEventListener("keydown", walk);
  search.addEventListener("keydown", (event) => {
    if (event.key !== "ArrowDown") return;
    event.preventDefault();
    list.querySelector("button")?.focus();
  });
}

export function put(fresh) {
  seen ??= remembered(fresh);
  people = fresh;
  chosen = find(chosen)?.upn ?? chosen;
  offer(pickers.role, "any role", people.flatMap(rolesOf));
  offer(pickers.service, "any service", people.map((person) => person.service));
  redraw();
}

export const find = (upn) => people.find((person) =>
  person.upn === upn || person.former_upns.includes(upn));

export function look(upn) {
  chosen = upn;
  redraw();
}

// Shows only the people that the tour speaks of; every filter that is not named is reset.
export function narrow({ role = "", service = "", show = "all", words = "" }) {
  const wanted = { role, service, show };
  for (const [name, picker] of Object.entries(pickers)) {
    const known = [...picker.options].find((option) => option.value.toLowerCase() === wanted[name].toLowerCase());
    picker.value = known ? known.value : picker.options[0].value;
  }
  search.value = words;
  redraw();
}

export function enter() {
  (list.querySelector("button") ?? search).focus();
}

// The person to start as: an auditor with something to do, or else anybody with something to do.
export function newcomer() {
  const waiting = people.filter((person) => person.owes && !person.away);
  return waiting.find((person) => /^auditor/i.test(person.role))
    ?? waiting.find((person) => /auditor/i.test(person.role)) ?? waiting[0] ?? null;
}

// When the page is first opened nothing is new; only later messages are. Revisions above the present
// ones come from an earlier run of the desk.
function remembered(fresh) {
  const now = new Map(fresh.map((person) => [person.upn, person.revision]));
  try {
    const kept = new Map(JSON.parse(sessionStorage.getItem(SEEN) ?? "[]"));
    return kept.size && [...kept].every(([upn, revision]) => revision <= (now.get(upn) ?? 0)) ? kept : now;
  } catch {
    return now;
  }
}

function keep() {
  try {
    sessionStorage.setItem(SEEN, JSON.stringify([...seen]));
  } catch {
    // The browser stores nothing, so the marks last only as long as the page.
  }
}

const rolesOf = (person) => person.role.split(", ").filter(Boolean);
const hasLeft = (person) => person.away.startsWith("left ");
// Without accents, apostrophes of any kind and commas, so that names are found as people type them.
const plain = (text) =>
  text.normalize("NFKD").replace(/[\p{M}'\u2018\u2019\u201b\u02bc`\u00b4\u2032]/gu, "").replace(/,/g, " ").toLowerCase();

const isNew = (person) => person.upn !== chosen && (seen?.get(person.upn) ?? 0) < person.revision;

function offer(picker, all, names) {
  const numbers = new Map();
  for (const name of names) if (name) numbers.set(name, (numbers.get(name) ?? 0) + 1);
  const options = [...numbers].sort(([one], [other]) => one.localeCompare(other, "en-GB"))
    .map(([value, number]) => element("option", { value }, `${value} (${number})`));
  const before = picker.value;
  picker.replaceChildren(element("option", { value: "" }, all), ...options);
  picker.value = numbers.has(before) ? before : "";
}

function wanted(person) {
  const words = plain(search.value).split(/\s+/).filter(Boolean);
  const text = plain(`${person.name} ${person.role} ${person.team} ${person.service}`);
  if (!words.every((word) => text.includes(word))) return false;
  if (pickers.role.value && !rolesOf(person).includes(pickers.role.value)) return false;
  if (pickers.service.value && person.service !== pickers.service.value) return false;
  switch (pickers.show.value) {
    case "news": return isNew(person) || person.upn === chosen;
    case "owes": return person.owes > 0;
    case "overdue": return person.overdue > 0;
    case "away": return person.away !== "";
    default: return true;
  }
}

// The role of the filter, or else a person's first role.
function groupOf(person) {
  if (group.value === "role") return pickers.role.value || rolesOf(person)[0] || "No role";
  return person[group.value] || `No ${group.value} of their own`;
}

function redraw() {
  if (seen && chosen && find(chosen)) {
    seen.set(chosen, find(chosen).revision);
    keep();
  }
  const shown = people.filter(wanted).sort((one, other) => hasLeft(one) - hasLeft(other));
  const groups = new Map(); // rare roles come first: there is one Audit Manager and a hundred social workers
  for (const person of shown) {
    const name = groupOf(person);
    if (!groups.has(name)) groups.set(name, []);
    groups.get(name).push(person);
  }
  const focused = list.contains(document.activeElement) ? document.activeElement.dataset.upn : null;
  const top = list.scrollTop;
  list.replaceChildren(
    ...[...groups].sort(byRank).map(([name, members]) => section(name, members)),
    ...(shown.length ? [] : [element("p", { className: "empty" }, emptyWords())]),
  );
  list.scrollTop = top;
  byId("everybody").hidden = shown.length === people.length;
  count.textContent = people.length === 0 ? "" : `${shown.length} of ${people.length} people`;
  const all = [...list.querySelectorAll("button")];
  const stop = all.find((button) => button.dataset.upn === (focused ?? chosen)) ?? all[0];
  if (stop) stop.tabIndex = 0;
  if (focused) stop?.focus({ preventScroll: true });
}

function byRank([one, these], [other, those]) {
  const rare = group.value === "role" ? these.length - those.length : 0;
  return rare || one.localeCompare(other, "en-GB");
}

function emptyWords() {
  if (!people.length) return "There are no people yet. Import people.csv, or run make demo, to see the council’s people here.";
  if (search.value) return "Nobody has that name, role or team. Clear the search to see everybody.";
  if (pickers.role.value || pickers.service.value) return "Nobody matches these filters. Show all to see everybody.";
  switch (pickers.show.value) {
    case "news": return "There is nothing new in any chat since you looked. Press a button on a card or move the clock, and people with new messages appear here.";
    case "overdue": return "Nothing is overdue. Move the clock past a deadline to see overdue duties.";
    case "away": return "Nobody is away or has left. An Audit Officer can record an absence or a leaver.";
    default: return "Nobody has open duties at the moment.";
  }
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
  const made = element("button", { type: "button", className: hasLeft(person) ? "person left" : "person", tabIndex: -1 });
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
      element("span", { className: "quiet" }, second, second ? " · " : "", owes),
      ...(person.away ? [element("span", { className: "away" }, person.away)] : [])),
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
