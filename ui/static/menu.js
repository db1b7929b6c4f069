/* A small menu under its button, and what such menus hold: things to copy, to save, to print. */
"use strict";
(() => {
  const { h, icon, button, say, shared } = twosource;
  const KINDS = [["md", "Save as Markdown with footnotes"], ["html", "Save as web page"], ["json", "Save as JSON"]];

  /** Puts `text` on the clipboard and tells so; whether it could. */
  twosource.copy = async (text, told) => {
    try {
      await navigator.clipboard.writeText(text);
      say(told);
      return true;
    } catch {
      say("The browser did not allow copying");
      return false;
    }
  };

  /** A button that copies, and says so in its own label for a moment. */
  twosource.copier = (name, words, text, told, attributes = {}) => {
    const label = h("span", {}, words);
    const press = async () => {
      label.textContent = (await twosource.copy(text(), told)) ? "Copied" : "Not copied";
      setTimeout(() => (label.textContent = words), 2000);
    };
    return h("button", { type: "button", class: "ts-tx", onclick: press, ...attributes }, icon(name, 16), label);
  };

  /** A list that opens under `summary`; `entries` makes its links and buttons each time it opens. */
  twosource.menu = (summary, entries, attributes = {}) => {
    const list = h("ul", {});
    const box = h("details", attributes, summary, list);
    const close = () => (box.open = false);
    box.addEventListener("toggle", () => { if (box.open) list.replaceChildren(...entries().map((entry) => h("li", {}, entry))); });
    box.addEventListener("click", (event) => { if (event.target.closest("li")) close(); });
    box.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !box.open) return;
      event.stopPropagation();
      close();
      box.querySelector("summary").focus();
    });
    box.addEventListener("focusout", (event) => { if (event.relatedTarget && !box.contains(event.relatedTarget)) close(); });
    document.addEventListener("pointerdown", (event) => { if (box.open && !box.contains(event.target)) close(); });
    return box;
  };

  const saved = (address) => KINDS.map(([kind, name]) => h("a", { href: address(kind), download: "" }, name));

  /** What can be done with one answer. */
  twosource.takeAway = (address, link) => [...saved(address), button("Copy link to this answer", () => twosource.copy(link(), "Link copied"))];

  /** The same for the whole conversation, at the top of the page. */
  twosource.sharing = () => {
    const summary = h("summary", { class: "ts-tx", "aria-label": "Share this conversation" }, icon("save", 16), h("span", {}, "Share"));
    const box = twosource.menu(summary, () => [
      button("Copy link to this conversation", () => twosource.copy(twosource.link({}), "Link copied")),
      ...saved((kind) => `export/${shared.conversation}.${kind}`),
      button("Print", () => setTimeout(() => print())),
    ], { class: "ts-choices ts-share", hidden: !shared.turns });
    twosource.shareable = () => (box.hidden = !shared.turns);
    return box;
  };
})();
