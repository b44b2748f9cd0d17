// The tour: a bar with one step, one button, and what to look at; it leads on until the last step, or until it is put away.
import { h, iconButton, replace } from "./dom.js";
import { act, state } from "./state.js";

let busy = false;
let away = false;

export function drawTour(root, show) {
  const tour = state.tour;
  root.hidden = !tour || away || tour.user !== state.me;
  if (root.hidden) return;
  const { steps, done } = tour;
  const step = steps[done];
  const before = steps[done - 1];
  const sign = JSON.stringify([done, busy]);
  if (root.dataset.sign === sign) return;
  root.dataset.sign = sign;
  const take = async () => {
    busy = true;
    drawTour(root, show);
    const answer = await act("tour", { step: done });
    busy = false;
    if (answer.ok) show(step, answer.done);
    drawTour(root, show);
  };
  replace(root,
    h("div", { class: "tour-words" },
      h("p", { class: "tour-at" }, step ? `Tour, step ${done + 1} of ${steps.length}: ${step.title}` : "That was the tour."),
      h("p", { class: "tour-note", role: "status" }, busy ? "The bot is at work …" : before ? before.words : "Six clicks show what a desk has of the bot. Everything here is invented.")),
    step ? h("button", { type: "button", class: "button primary tour-step", disabled: busy, onclick: take }, step.button)
      : h("p", { class: "tour-note tour-end" }, "Paste a link of your own, or one of ", h("a", { href: "/news/", target: "_blank", rel: "noopener" }, "the newspapers"), "."),
    iconButton("close", "Put the tour away", () => { away = true; document.dispatchEvent(new Event("redraw")); }));
}
