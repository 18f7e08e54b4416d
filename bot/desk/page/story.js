// The story of one audit as a timeline, chosen from the chosen person's audits, by their part.

import { ask } from "./asking.js";
import { element, when } from "./words.js";

const choice = document.getElementById("audit");
const label = document.getElementById("audit-label");
const empty = document.getElementById("story-empty");
const timeline = document.getElementById("story");

let person = null;
let told = { audit: null, count: 0 };

export function start() {
  choice.addEventListener("change", tellStory);
}

export async function of(chosen) {
  person = chosen;
  await refresh();
}

export async function refresh() {
  if (!person) return;
  const asked = person.upn;
  const { audits } = await ask(`/desk/audits/${encodeURIComponent(asked)}`);
  if (asked !== person.upn) return;
  const before = choice.value;
  choice.replaceChildren(...byPart(audits));
  if (audits.some(({ audit }) => audit === before)) choice.value = before;
  choice.hidden = label.hidden = audits.length === 0;
  label.textContent = audits.length > 1 ? `Audit (${audits.length} to choose from)` : "Audit";
  empty.hidden = audits.length > 0;
  empty.textContent = `${person.name} has nothing to do with an audit yet. The story of an audit appears here when they take part in one.`;
  if (audits.length) await tellStory();
  else timeline.replaceChildren();
}

const capital = (words) => words.slice(0, 1).toUpperCase() + words.slice(1);

function byPart(audits) {
  const parts = new Map();
  for (const one of audits) parts.set(one.part, [...(parts.get(one.part) ?? []), one]);
  return [...parts].map(([part, members]) => element("optgroup", { label: capital(part) },
    ...members.map(({ audit, words }) => element("option", { value: audit }, words))));
}

async function tellStory() {
  const audit = choice.value;
  const { moments } = await ask(`/desk/story/${encodeURIComponent(audit)}`);
  if (audit !== choice.value) return;
  const known = told.audit === audit ? told.count : moments.length;
  timeline.replaceChildren(
    ...moments.map((moment, index) => {
      const line = element("li", { className: index >= known ? "fresh" : "" });
      line.append(
        element("time", { dateTime: moment.at }, when(moment.at)),
        ...(index >= known ? [element("span", { className: "mark" }, "New")] : []),
        element("p", {}, element("strong", {}, capital(moment.who)), " ", moment.what),
      );
      return line;
    }),
  );
  told = { audit, count: moments.length };
}
