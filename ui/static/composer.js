/* The box that questions are written in, and what stands on the page before the first one. */
"use strict";
(() => {
  const { h, icon, button, iconButton, count, shared, store } = twosource;
  const DRAFT = "twosource-draft";

  twosource.composer = (send, halt) => {
    const area = h("textarea", { rows: "1", placeholder: "Ask about your articles", "aria-label": "Your question", enterkeyhint: "send", dir: "auto" });
    const go = h("button", { type: "submit", class: "ts-send", "aria-label": "Send question", title: "Send" }, icon("send"));
    const stop = iconButton("stop", "Stop answering", halt, { class: "ts-send ts-stop", hidden: true });
    const by = h("select", { class: "ts-by", "aria-label": "Who answers", hidden: true });
    const told = h("p", { class: "ts-long", role: "alert", hidden: true });
    const editing = h("p", { class: "ts-editing", hidden: true },
      h("span", {}, "Editing a question. Sending it replaces its answer and those after it."),
      button("Cancel", () => edit(null), { class: "ts-link" }));
    const form = h("form", { class: "ts-composer", onsubmit: (event) => { event.preventDefault(); send(area.value, edited); } },
      editing, told, h("div", { class: "ts-ask" }, area, by, go, stop));
    let edited = "";

    const fit = () => {
      area.style.height = "auto";
      area.style.height = `${Math.min(area.scrollHeight, 168)}px`;
      told.hidden = !tooLong();
      if (tooLong()) told.textContent = `${count(area.value.length, "character")}; a question has at most ${shared.maxChars.toLocaleString("en")}. Shorten it.`;
    };
    const tooLong = () => area.value.length > shared.maxChars;
    const set = (text) => {
      area.value = text;
      store.set(sessionStorage, DRAFT, text);
      fit();
    };
    area.addEventListener("input", () => { store.set(sessionStorage, DRAFT, area.value); fit(); });
    area.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && edited) {
        event.stopPropagation();
        return edit(null);
      }
      if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      send(area.value, edited);
    });
    const keep = (text = area.value) => store.set(sessionStorage, DRAFT, text);
    area.value = store.get(sessionStorage, DRAFT) ?? "";
    const working = (on) => {
      const hadFocus = document.activeElement === (on ? go : stop);
      go.hidden = on;
      stop.hidden = !on;
      if (hadFocus) area.focus();
    };
    /** Put a question back into the box; null: leave it. */
    const edit = (turn) => {
      edited = turn?.id ?? "";
      editing.hidden = !edited;
      set(turn?.question ?? "");
      area.focus();
    };
    const offer = () => {
      by.hidden = !shared.model;
      by.replaceChildren(h("option", { value: "" }, shared.model ?? ""), h("option", { value: "quotes" }, "Quotes only"));
    };
    const settled = () => { edited = ""; editing.hidden = true; };
    return { form, area, set, keep, fit, working, edit, offer, settled, engine: () => (shared.model ? by.value : "") };
  };

  twosource.hero = (ask) => {
    const some = shared.total > 0;
    return h("div", { class: "ts-hero" },
      h("h2", {}, some ? "Ask your articles" : "Add articles to begin"),
      h("p", {}, some
        ? "Every sentence of an answer links to the words it came from, and where the sources disagree you see both sides."
        : "Ask your own news articles: every sentence of an answer links to the words it came from. Drop files here: text, web pages, PDF, Word, mail, feeds or archives. They stay on this machine."),
      some
        ? h("ul", {}, shared.examples.map((question) => h("li", {}, button(question, () => ask(question), { dir: "auto" }))))
        : button("Add articles", () => twosource.chooseFiles(), { class: "ts-btn ts-primary" }));
  };
})();
