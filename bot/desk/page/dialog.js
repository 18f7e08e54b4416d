// Dialogs (Teams' task modules) as pop-ups. What was typed outlives a refusal, and outlives closing.

import { chatOf, tell } from "./asking.js";
import { draw, verbOf } from "./cards.js";

const sheet = document.getElementById("dialog");
const title = document.getElementById("dialog-title");
const body = document.getElementById("dialog-body");
const words = document.getElementById("dialog-said");

const drafts = new Map(); // what it is about → values typed and not yet taken
let current = null; // { upn, message, verb, subject, opener, done, form }
let sending = false;

export function start() {
  document.getElementById("dialog-close").addEventListener("click", () => sheet.close());
  sheet.addEventListener("close", () => {
    keep();
    const closed = current;
    current = null;
    body.replaceChildren();
    if (closed) giveFocusBack(closed);
  });
}

const keyOf = (of) => [of.upn, of.verb, of.subject].join(" ");

export function open(dialog, of) {
  current = { ...of, form: null };
  show(dialog, drafts.get(keyOf(of)) ?? {});
  say("");
  if (!sheet.open) sheet.showModal();
  focusFirst();
}

function show(dialog, typed) {
  title.textContent = dialog.title || "Sightline";
  sheet.dataset.width = typeof dialog.width === "string" ? dialog.width : "medium";
  current.form = draw(dialog.card, send, typed);
  body.replaceChildren(current.form.drawn);
  body.scrollTop = 0;
}

function keep() {
  if (current?.form) drafts.set(keyOf(current), changedOnly(current.form.typed()));
}

const changedOnly = (values) => Object.fromEntries(Object.entries(values).filter(([, value]) => value !== ""));

function say(sentence) {
  words.hidden = !sentence;
  words.textContent = sentence;
}

async function send(action, button) {
  if (sending || !current) return;
  sending = true;
  const of = current;
  const typed = of.form.typed();
  button?.setAttribute("aria-busy", "true");
  say("");
  try {
    const outcome = await tell(`${chatOf(of.upn)}/dialog`, { message: of.message, data: action.data });
    if (current === of) react(outcome, of, typed, verbOf(action));
  } catch (fault) {
    say(fault.message);
  } finally {
    sending = false;
    button?.removeAttribute("aria-busy");
  }
}

function react(outcome, of, typed, verb) {
  if (outcome.kind === "error") return say(outcome.error.message);
  if (outcome.kind === "dialog") {
    // The same form again is a refusal: it says why, and what was typed stands. Another form is the next step.
    const again = verbsIn(outcome.dialog.card).includes(verb);
    drafts.delete(keyOf(of));
    show(outcome.dialog, again ? typed : {});
    return body.focus();
  }
  drafts.delete(keyOf(of));
  of.form = null;
  sheet.close();
  of.done(outcome);
}

function verbsIn(node) {
  if (Array.isArray(node)) return node.flatMap(verbsIn);
  if (node === null || typeof node !== "object") return [];
  const own = String(node.type ?? "").startsWith("Action.") ? [verbOf(node)] : [];
  return [...own, ...Object.values(node).flatMap(verbsIn)];
}

function focusFirst() {
  (body.querySelector("input, textarea, select, button, [role=button]") ?? body).focus();
}

function giveFocusBack(closed) {
  if (closed.opener?.isConnected) return closed.opener.focus();
  // The message was drawn again meanwhile; its button of the same words, else the message itself.
  document.querySelector(`[data-message="${CSS.escape(closed.message)}"]`)?.focus();
}
