/* Keys and signs: what the window understands, in a dialog; and the keys themselves.
   Single keys act only outside of fields, and can be turned off (WCAG 2.1.4). */
"use strict";
(() => {
  const { h, iconButton, store } = twosource;
  const OFF = "twosource-keys-off";
  const KEYS = [
    ["/", "Search your conversations"], ["a", "Ask: to the question box"], ["n", "New conversation"],
    ["j", "k", "Next and previous citation"], ["[", "]", "Previous and next cited passage of the article"],
    ["c", "Copy the open quote with its source"], ["?", "This list"],
  ];
  const ALWAYS = [["Enter", "Send the question; on a citation: open it in its article"], ["Shift Enter", "A new line in the question"], ["Esc", "Close what was opened last"]];
  const SIGNS = [
    [h("span", { class: "ts-chip" }, "1"), "The quote that proves the sentence. Point at it to read it, click to see it in its article, middle-click for a link."],
    [h("b", { class: "ts-warned" }, "Sources disagree"), "Articles contradict each other. Both sides are shown; neither is preferred."],
    [h("b", {}, "Over time"), "Articles from different days: this changed; it is not disputed."],
    [h("b", {}, "3 articles, 1 origin"), "Three articles say so and all go back to one text or one statement: one witness, not three."],
  ];

  const rows = (all) => h("dl", {}, all.map((one) => [h("dt", {}, one.slice(0, -1).map((key) => (typeof key === "string" ? h("kbd", {}, key) : key))), h("dd", {}, one.at(-1))]));

  let dialog = null;
  const build = () => {
    const single = h("input", { type: "checkbox", id: "ts-keys" });
    single.checked = !store.get(localStorage, OFF);
    single.addEventListener("change", () => store.set(localStorage, OFF, single.checked ? "" : "1"));
    dialog = h("dialog", { id: "ts-help", "aria-labelledby": "ts-help-title" },
      h("header", {}, h("h2", { id: "ts-help-title" }, "Keys and signs"), iconButton("close", "Close this list", () => dialog.close(), { class: "ts-ic" })),
      h("h3", {}, "Keys"), rows(ALWAYS), rows(KEYS),
      h("p", {}, single, h("label", { for: "ts-keys" }, "Single keys work outside of text fields")),
      h("h3", {}, "Signs"), rows(SIGNS));
    dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });
    document.querySelector(".gradio-container").append(dialog);
  };
  twosource.openHelp = () => {
    if (!dialog) build();
    if (!dialog.open) dialog.showModal();
  };

  /** To the next citation in the text, or the one before. */
  const step = (by) => {
    const chips = [...document.querySelectorAll(".ts-log .ts-chip")].filter((chip) => chip.checkVisibility());
    const open = document.activeElement.closest?.(".ts-chip") ?? document.querySelector(".ts-log .ts-chip[aria-current]");
    const at = chips.indexOf(open);
    const next = chips[at < 0 ? (by > 0 ? 0 : chips.length - 1) : at + by];
    if (!next) return;
    const [log, room] = [next.closest(".ts-log"), next.closest(".ts-log").getBoundingClientRect()];
    const box = next.getBoundingClientRect();
    if (box.top < room.top + 60 || box.bottom > room.bottom - 60) log.scrollTop += box.top - room.top - room.height / 3;
    next.focus({ focusVisible: true, preventScroll: true });
  };
  const press = (selector) => document.querySelector(selector)?.click();
  const ACTS = {
    "?": () => twosource.openHelp(), "/": () => twosource.focusSearch(), a: () => twosource.focusComposer(), n: () => twosource.beginConversation(),
    j: () => step(1), k: () => step(-1), "[": () => press(".ts-step button:first-child"), "]": () => press(".ts-step button:last-child"), c: () => press(".ts-quote-copy"),
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.defaultPrevented) return;
    if (dialog?.open || store.get(localStorage, OFF) || event.target.closest?.("input, textarea, select, [contenteditable]")) return;
    const act = ACTS[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  });
})();
