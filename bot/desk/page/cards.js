// Draws an Adaptive Card with Microsoft's own library, as Teams does.
// Colours are the page's custom properties, so a card need not be drawn again in dark mode.

import { reading } from "./charts.js";
import { hostConfig } from "./hostconfig.js";

const AC = window.AdaptiveCards;
const markdown = window.markdownit({ html: false, linkify: false, breaks: true })
  // Teams supports only bold, italic, lists and links in cards: no headings, tables or images.
  .disable(["heading", "lheading", "table", "image", "code", "fence", "blockquote", "hr"]);

AC.AdaptiveCard.onProcessMarkdown = (text, result) => {
  result.outputHtml = markdown.render(text);
  result.didProcess = true;
};
AC.GlobalSettings.setTabIndexAtCardRoot = false;
const config = new AC.HostConfig(hostConfig);

// Returns the drawn card. `pressed(action, button)` is called for each action that goes to the bot,
// after the library has checked the inputs. `typed` has values, by input, to fill in. Without `charts`
// it is drawn as by a client that does not know them.
export function draw(json, pressed, typed = {}, { charts = true } = {}) {
  const card = new AC.AdaptiveCard();
  card.hostConfig = config;
  card.parse(withTyped(json, typed), reading({ charts }));
  card.onExecuteAction = (action) => {
    if (action instanceof AC.OpenUrlAction) {
      if (/^https?:/i.test(action.url ?? "")) window.open(action.url, "_blank", "noopener,noreferrer");
    } else if (action instanceof AC.ExecuteAction) {
      pressed({ type: "Action.Execute", id: action.id, verb: action.verb, data: action.data ?? {} }, action.renderedElement);
    } else if (action instanceof AC.SubmitAction) {
      pressed({ type: "Action.Submit", data: action.data ?? {} }, action.renderedElement);
    }
  };
  card.onAnchorClicked = (_card, anchor) => {
    anchor.target = "_blank";
    anchor.rel = "noopener noreferrer";
    return !/^https?:/i.test(anchor.href);
  };
  card.onInlineCardExpanded = (action, isOpen) => isOpen && reveal(action.card?.renderedElement);
  card.onElementVisibilityChanged = (shown) => shown.isVisible && reveal(shown.renderedElement);
  const drawn = card.render();
  drawn.setAttribute("role", "group");
  explainLinks(drawn);
  return {
    drawn,
    typed: () => Object.fromEntries(card.getAllInputs().filter((input) => input.id).map((input) => [input.id, input.value ?? ""])),
  };
}

// Scrolls an opened part into view as far as it fits, or to its start where it does not.
const reveal = (element) => requestAnimationFrame(() => element?.scrollIntoView({ block: "nearest" }));

// An Execute has its verb itself, a Submit in its data.
export const verbOf = (action) => action.verb ?? action.data?.verb ?? "";

function explainLinks(drawn) {
  for (const link of drawn.querySelectorAll('[role="link"], a[href]')) {
    link.title ||= "Opens in a new tab";
  }
}

function withTyped(node, typed) {
  if (Array.isArray(node)) return node.map((one) => withTyped(one, typed));
  if (node === null || typeof node !== "object") return node;
  const copy = Object.fromEntries(Object.entries(node).map(([name, value]) => [name, withTyped(value, typed)]));
  const isInput = String(node.type ?? "").startsWith("Input.");
  if (isInput && Object.hasOwn(typed, node.id)) copy.value = typed[node.id];
  return copy;
}
