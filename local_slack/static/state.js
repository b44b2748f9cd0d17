// What the page knows, how it asks the server to do things, and the live stream that keeps it true.
import { toast } from "./dom.js";

const key = document.querySelector("meta[name=page-key]").content;

export const state = {
  ready: false, me: "", team: "", bot: {}, users: {}, channels: [], dm: "", messages: {}, ephemerals: [], stack: [], home: null,
  commands: [], shortcuts: [], connected: false, sample: "", tour: null, prompts: [], doing: {}, place: "", tab: "messages", thread: null, closedThreads: new Set(), unread: {}, lost: false,
};

export async function act(what, values = {}) {
  const answer = await fetch("/page/act", {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-Page-Key": key },
    body: JSON.stringify({ do: what, user: state.me, ...values }),
  }).then((got) => got.json()).catch(() => ({ ok: false, error: "The local workspace cannot be reached." }));
  if (!answer.ok) toast(answer.error);
  return answer;
}

async function load() {
  const user = state.me ? `?user=${encodeURIComponent(state.me)}` : "";
  const got = await fetch(`/page/state${user}`, { headers: { "X-Page-Key": key } });
  if (!got.ok) throw new Error("no state");
  const fresh = await got.json();
  const place = state.place && state.place === state.dm ? fresh.dm : state.place; // another person has another direct message
  Object.assign(state, fresh, { ready: true, lost: false, place });
}

// Opens the stream, then fetches the whole state; changes that come meanwhile wait until the state is there.
export function watch(changed) {
  let source = null;
  let waiting = null;

  function open() {
    source?.close();
    const user = state.me ? `&user=${encodeURIComponent(state.me)}` : "";
    source = new EventSource(`/page/stream?key=${encodeURIComponent(key)}${user}`);
    source.addEventListener("ready", async () => {
      waiting = [];
      try {
        await load();
      } catch {
        lost();
        return;
      }
      const missed = waiting;
      waiting = null;
      missed.forEach(apply);
      changed({ kind: "all" });
    });
    source.addEventListener("message", (event) => {
      const change = JSON.parse(event.data);
      if (waiting) waiting.push(change);
      else { apply(change); changed(change); }
    });
    source.addEventListener("error", () => { if (source.readyState === EventSource.CLOSED) lost(); });
  }

  function lost() {
    state.lost = true;
    changed({ kind: "all" });
  }

  open();
  return open;
}

function apply(change) {
  const here = state.messages[change.channel];
  if (change.kind === "message" && !here) state.messages[change.channel] = [change.message];
  else if (change.kind === "message") {
    const at = here.findIndex((message) => message.ts === change.message.ts);
    change.fresh = at < 0;
    if (at >= 0) here[at] = change.message;
    else {
      here.push(change.message);
      here.sort((a, b) => (a.ts < b.ts ? -1 : 1));
    }
  } else if (change.kind === "deleted" && here) state.messages[change.channel] = here.filter((message) => message.ts !== change.ts);
  else if (change.kind === "ephemeral") {
    const others = state.ephemerals.filter((one) => one.message.ts !== change.message.ts);
    state.ephemerals = [...others, { channel: change.channel, message: change.message }];
  } else if (change.kind === "ephemeral_deleted") state.ephemerals = state.ephemerals.filter((one) => one.message.ts !== change.ts);
  else if (change.kind === "view") state.stack = change.stack;
  else if (change.kind === "home") state.home = change.view;
  else if (change.kind === "status") state.connected = change.connected;
  else if (change.kind === "doing") (state.doing[change.channel] ||= {})[change.thread_ts] = change.status;
  else if (change.kind === "tour") state.tour = change.tour;
  else if (change.kind === "toast") toast(change.text);
  else if (change.kind === "place") {
    const at = state.channels.findIndex((place) => place.id === change.place.id);
    if (at >= 0) state.channels[at] = change.place;
    else state.channels.push(change.place);
  }
}

export const place = (id = state.place) => state.channels.find((one) => one.id === id);

export function ofChannel(id) {
  const top = (message) => !message.thread_ts || message.thread_ts === message.ts || message.subtype === "thread_broadcast";
  return withEphemerals((state.messages[id] || []).filter(top), id, (message) => !message.thread_ts);
}

export function ofThread(id, ts) {
  const inside = (message) => message.ts === ts || message.thread_ts === ts;
  return withEphemerals((state.messages[id] || []).filter(inside), id, (message) => message.thread_ts === ts);
}

function withEphemerals(messages, id, wanted) {
  const mine = state.ephemerals.filter((one) => one.channel === id && wanted(one.message)).map((one) => ({ ...one.message, ephemeral: true }));
  return [...messages, ...mine].sort((a, b) => (a.ts < b.ts ? -1 : 1));
}
