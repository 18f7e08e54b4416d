// Dialogs (task modules in Teams) as pop-ups. A closed dialog keeps what was typed.

import { chatOf, tell } from "./asking.js";
import { draw } from "./cards.js";

const sheet = document.getElementById("dialog");
const title = document.getElementById("dialog-title");
const body = document.getElementById("dialog-body");
const words = document.getElementById("dialog-said");

const drafts = new Map(); // person, verb and subject → values typed and not yet accepted
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
  current.given = draw(dialog.card, () => {}).typed();
  current.form = draw(dialog.card, send, typed);
  body.replaceChildren(current.form.drawn);
  body.scrollTop = 0;
}

// Keeps values that were changed and not sent. Values that the bot filled in may change meanwhile.
function keep() {
  if (!current?.form) return;
  const { form, given } = current;
  const changed = Object.entries(form.typed()).filter(([name, value]) => value !== (given[name] ?? ""));
  drafts.set(keyOf(current), Object.fromEntries(changed));
}

function say(sentence) {
  words.hidden = !sentence;
  words.textContent = sentence;
}

async function send(action, button) {
  if (sending || !current) return;
  sending = true;
  const of = current;
  button?.setAttribute("aria-busy", "true");
  say("");
  try {
    const outcome = await tell(`${chatOf(of.upn)}/dialog`, { message: of.message, data: action.data });
    if (current === of) react(outcome, of);
  } catch (fault) {
    say(fault.message);
  } finally {
    sending = false;
    button?.removeAttribute("aria-busy");
  }
}

function react(outcome, of) {
  if (outcome.kind === "error") return say(outcome.error.message);
  if (outcome.kind === "dialog") {
    // As in Teams, the next form has what was typed only if the bot filled it in again.
    drafts.delete(keyOf(of));
    show(outcome.dialog, {});
    return body.focus();
  }
  drafts.delete(keyOf(of));
  of.form = null;
  sheet.close();
  of.done(outcome);
}

function focusFirst() {
  (body.querySelector("input, textarea, select, button, [role=button]") ?? body).focus();
}

function giveFocusBack(closed) {
  if (closed.opener?.isConnected) return closed.opener.focus();
  // The message was redrawn meanwhile, so the focus goes to the message itself.
  document.querySelector(`[data-message="${CSS.escape(closed.message)}"]`)?.focus();
}
