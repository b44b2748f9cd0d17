// mrkdwn and standard Markdown, as nodes. Input is hostile: everything ends in text nodes, links go to http, https or mailto only.
import { h } from "./dom.js";

let emoji = {};
let people = () => ({});
let places = () => [];

export function configure(table, users, channels) {
  emoji = table;
  people = users;
  places = channels;
}

export function emojiText(name) {
  const [base] = name.split("::");
  if (emoji[base]) return emoji[base];
  const flag = base.match(/^flag-([a-z]{2})$/);
  if (flag) return String.fromCodePoint(...[...flag[1]].map((letter) => letter.charCodeAt(0) - 97 + 0x1f1e6));
  return null;
}

export function emojiNode(name) {
  const text = emojiText(name);
  return text === null ? `:${name}:` : h("span", { class: "emoji", role: "img", "aria-label": name.replace(/[_-]/g, " "), title: `:${name}:` }, text);
}

export function safeUrl(url) {
  try {
    const parsed = new URL(url);
    return ["http:", "https:", "mailto:"].includes(parsed.protocol) ? parsed.href : null;
  } catch {
    return null;
  }
}

export function link(url, label) {
  const safe = safeUrl(url);
  if (safe === null) return label || url;
  return h("a", { href: safe, target: "_blank", rel: "noopener noreferrer nofollow", title: safe }, label || url);
}

export function mention(id) {
  const user = people()[id];
  return h("span", { class: "mention" }, `@${user ? user.name : id}`);
}

export function channelLink(id, label) {
  const place = places().find((one) => one.id === id);
  return h("span", { class: "mention" }, `#${place ? place.name : label || id}`);
}

export function unescape(text) {
  return text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
}

const TOKEN = /<([@#!]?)([^<>|\n]+)(?:\|([^<>\n]*))?>/;

function token(match, deep) {
  const [, mark, body, label] = match;
  const words = label ? deep(label) : null;
  if (mark === "@") return mention(body);
  if (mark === "#") return channelLink(body, label);
  if (mark === "!") {
    const name = body.split("^")[0];
    if (name === "date") return h("time", {}, unescape(label || body.split("^")[2] || ""));
    return h("span", { class: "mention loud" }, `@${label ? unescape(label).replace(/^@/, "") : name}`);
  }
  return link(unescape(body), words ? words : unescape(body));
}

// Marks that open a stretch: how it looks, and what must stand around it for Slack to see it.
const STYLES = { "*": "strong", _: "em", "~": "s" };

export function inline(text) {
  const out = [];
  let plain = "";
  const flush = () => {
    if (plain) out.push(unescape(plain));
    plain = "";
  };
  for (let at = 0; at < text.length;) {
    const rest = text.slice(at);
    const live = rest[0] === "<" && rest.match(/^<([@#!]?)([^<>|\n]+)(?:\|([^<>\n]*))?>/);
    if (live && (live[1] || safeUrl(unescape(live[2])))) {
      flush();
      out.push(token(live, inline));
      at += live[0].length;
      continue;
    }
    const code = rest[0] === "`" && rest.match(/^`([^`\n]+)`/);
    if (code) {
      flush();
      out.push(h("code", {}, unescape(code[1])));
      at += code[0].length;
      continue;
    }
    const named = rest[0] === ":" && rest.match(/^:([a-z0-9_+-]+(?:::[a-z0-9_-]+)?):/);
    if (named && emojiText(named[1]) !== null) {
      flush();
      out.push(emojiNode(named[1]));
      at += named[0].length;
      continue;
    }
    const tag = STYLES[rest[0]];
    const before = at === 0 ? " " : text[at - 1];
    if (tag && !/[\p{L}\p{N}]/u.test(before)) {
      const mark = `\\${rest[0]}`;
      const styled = rest.match(new RegExp(`^${mark}(?=[^\\s${mark}])((?:<[^>\\n]*>|[^\\n])*?[^\\s])${mark}(?![\\p{L}\\p{N}${mark}])`, "u"));
      if (styled) {
        flush();
        out.push(h(tag, {}, inline(styled[1])));
        at += styled[0].length;
        continue;
      }
    }
    plain += rest[0];
    at += 1;
  }
  flush();
  return out;
}

export function mrkdwn(text) {
  const out = [];
  const parts = text.split(/```\n?([\s\S]*?)```\n?/);
  parts.forEach((part, number) => {
    if (number % 2) {
      out.push(h("pre", {}, h("code", {}, unescape(part.replace(/\n$/, "")))));
      return;
    }
    let quote = null;
    const lines = part.split("\n");
    lines.forEach((line, row) => {
      const quoted = line.match(/^(?:&gt;|>) ?(.*)$/);
      if (quoted) {
        if (!quote) out.push((quote = h("blockquote", {})));
        quote.append(h("div", {}, inline(quoted[1])));
        return;
      }
      if (line || row < lines.length - 1) out.push(...inline(line));
      if (row < lines.length - 1 && !/^(?:&gt;|>)/.test(lines[row + 1])) out.push(h("br"));
      quote = null;
    });
  });
  return out;
}

// Standard Markdown of the "markdown" block.
export function markdown(text) {
  const out = [];
  const lines = text.split("\n");
  for (let at = 0; at < lines.length;) {
    const line = lines[at];
    const fence = line.match(/^\s*```/);
    const heading = line.match(/^(#{1,6})\s+(.*?)\s*#*$/);
    const item = line.match(/^\s*(?:[-*+]|(\d+)[.)])\s+/);
    if (fence) {
      const end = lines.findIndex((one, row) => row > at && /^\s*```/.test(one));
      out.push(h("pre", {}, h("code", {}, unescape(lines.slice(at + 1, end < 0 ? undefined : end).join("\n")))));
      at = end < 0 ? lines.length : end + 1;
    } else if (heading) {
      out.push(h("p", { class: `md-heading level-${heading[1].length}`, role: "heading", "aria-level": heading[1].length + 2 }, markdownInline(heading[2])));
      at += 1;
    } else if (/^\s*([-*_])(?:\s*\1){2,}\s*$/.test(line)) {
      out.push(h("hr", { class: "divider" }));
      at += 1;
    } else if (/^\s*(?:>|&gt;)/.test(line)) {
      const inner = [];
      while (at < lines.length && /^\s*(?:>|&gt;)/.test(lines[at])) inner.push(lines[at++].replace(/^\s*(?:>|&gt;) ?/, ""));
      out.push(h("blockquote", {}, markdown(inner.join("\n"))));
    } else if (item) {
      const list = h(item[1] ? "ol" : "ul", item[1] ? { start: item[1] } : {});
      while (at < lines.length && /^\s*(?:[-*+]|\d+[.)])\s+/.test(lines[at])) {
        list.append(h("li", {}, markdownInline(lines[at++].replace(/^\s*(?:[-*+]|\d+[.)])\s+/, ""))));
      }
      out.push(list);
    } else if (line.trim()) {
      const inner = [];
      while (at < lines.length && lines[at].trim() && !/^\s*(?:[-*+>#]|&gt;|```|\d+[.)]\s)/.test(lines[at])) inner.push(lines[at++]);
      if (!inner.length) inner.push(lines[at++]);
      out.push(h("p", {}, markdownInline(inner.join("\n"))));
    } else {
      at += 1;
    }
  }
  return out;
}

const MARKDOWN = [
  [/^\\([\\`*_{}[\]()#+\-.!~<>|])/, (m) => m[1]],
  [/^`([^`]+)`/, (m) => h("code", {}, unescape(m[1]))],
  [/^!?\[([^\]]*)\]\(([^\s()]*(?:\([^\s()]*\))?[^\s()]*)\)/, (m) => link(unescape(m[2]), markdownInline(m[1]))],
  [/^\*\*(?=\S)([\s\S]*?\S)\*\*/, (m) => h("strong", {}, markdownInline(m[1]))],
  [/^~~(?=\S)([\s\S]*?\S)~~/, (m) => h("s", {}, markdownInline(m[1]))],
  [/^\*(?=[^\s*])([\s\S]*?[^\s*])\*(?!\*)/, (m) => h("em", {}, markdownInline(m[1]))],
  [/^_(?=[^\s_])([\s\S]*?[^\s_])_(?![\p{L}\p{N}])/u, (m) => h("em", {}, markdownInline(m[1]))],
  [/^https?:\/\/[^\s<>]+[^\s<>.,;:!?)]/, (m) => link(unescape(m[0]))],
  [/^\n/, () => h("br")],
];

function markdownInline(text) {
  const out = [];
  let plain = "";
  for (let at = 0; at < text.length;) {
    const rest = text.slice(at);
    const live = rest[0] === "<" && rest.match(TOKEN);
    const emojiName = rest[0] === ":" && rest.match(/^:([a-z0-9_+-]+):/);
    let made = null;
    let length = 0;
    if (live && live.index === 0 && (live[1] || safeUrl(unescape(live[2])))) [made, length] = [token(live, inline), live[0].length];
    else if (emojiName && emojiText(emojiName[1]) !== null) [made, length] = [emojiNode(emojiName[1]), emojiName[0].length];
    else {
      const wordBefore = at > 0 && /[\p{L}\p{N}]/u.test(text[at - 1]);
      for (const [pattern, make] of MARKDOWN) {
        const match = rest.match(pattern);
        if (match && !(rest[0] === "_" && wordBefore)) {
          [made, length] = [make(match), match[0].length];
          break;
        }
      }
    }
    if (made === null) {
      plain += rest[0];
      at += 1;
    } else {
      if (plain) out.push(unescape(plain));
      plain = "";
      out.push(made);
      at += length;
    }
  }
  if (plain) out.push(unescape(plain));
  return out;
}

// What a person would have typed for a wire text: for the edit box.
export function typedText(text) {
  return unescape(text.replace(new RegExp(TOKEN.source, "g"), (whole, mark, body, label) => {
    if (mark === "@") return `@${people()[body]?.handle || body}`;
    if (mark === "#") return `#${label || body}`;
    if (mark === "!") return `@${body}`;
    return label || body;
  }));
}
