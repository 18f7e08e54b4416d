// Requests to the desk. A refusal becomes an Error with the desk's own sentence.

async function answer(request) {
  let response;
  try {
    response = await request;
  } catch {
    throw new Error("The desk is not answering. Check that the demo is still running.");
  }
  const body = await response.json().catch(() => null);
  if (!response.ok) throw new Error(body?.error?.message ?? `The desk answered ${response.status}.`);
  return body;
}

export const ask = (path) => answer(fetch(path, { headers: { Accept: "application/json" } }));

export const tell = (path, body) =>
  answer(
    fetch(path, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body),
    }),
  );

export const chatOf = (upn) => `/desk/chats/${encodeURIComponent(upn)}`;

// Subscribes to changes: `changed` gets the list of changes, `linked` whether the desk answers.
export function listen(changed, linked) {
  const source = new EventSource("/desk/events");
  let lost = false;
  source.onopen = () => {
    linked(true);
    if (lost) changed(["all"]);
    lost = false;
  };
  source.onerror = () => {
    lost = true;
    linked(false);
  };
  source.onmessage = (event) => changed(JSON.parse(event.data));
}
