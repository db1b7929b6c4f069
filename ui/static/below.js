/* What stands below an answer: judge it, copy it, take it away, ask on. Its nodes stay, so that the focus stays. */
"use strict";
(() => {
  const { h, icon, button, iconButton, count, say, copier } = twosource;
  const noteForm = (save) => {
    const field = h("textarea", { rows: "2", maxlength: "2000", "aria-label": "Note on this answer", placeholder: "What is right or wrong with it? (optional)" });
    const form = h("form", { class: "ts-note-form", hidden: true, onsubmit: (event) => { event.preventDefault(); save(field.value); } },
      field, h("button", { type: "submit", class: "ts-btn" }, "Save note"));
    return { form, field };
  };

  /** Judge, copy, export, ask again, and the follow-ups. */
  twosource.below = (does, asText) => {
    let turn = null;
    /* What the server was told counts from now on: the next click may come before its answer. */
    const judge = (change, words) => {
      turn = { ...turn, ...change };
      does.judge({ exchange: turn.id, thumb: turn.thumb, note: turn.note, gold: turn.gold });
      say(words);
    };
    const rate = (thumb) => () => {
      const next = turn.thumb === thumb ? "" : thumb;
      judge({ thumb: next }, next ? "Thank you, noted" : "Judgement taken back");
      note.form.hidden = !next;
      note.field.value = turn.note;
      if (next) note.form.scrollIntoView({ block: "nearest" });
    };
    const note = noteForm((words) => { note.form.hidden = true; judge({ note: words }, "Note saved"); bar.querySelector("button").focus(); });
    const up = iconButton("up", "Good answer", rate("up"), { "aria-pressed": "false" });
    const down = iconButton("downThumb", "Bad answer", rate("down"), { "aria-pressed": "false" });
    const gold = iconButton("star", "Save as gold case", () => { if (!turn.gold) judge({ gold: true }, "Saved as a gold case"); }, { "aria-pressed": "false" });
    const sources = h("button", { type: "button", class: "ts-tx", onclick: () => twosource.openSources(turn) }, icon("list", 16), h("span"));
    const again = h("button", { type: "button", class: "ts-tx ts-again", onclick: () => does.ask(turn.question, turn.id) }, icon("again", 16), "Answer again");
    const copy = copier("copy", "Copy", () => asText(turn), "Answer copied with its sources", { title: "Copy with sources" });
    const away = twosource.menu(h("summary", { class: "ts-tx" }, icon("save", 16), "Export"),
      () => twosource.takeAway((kind) => does.address(turn, kind), () => twosource.link({ turn: turn.id })), { class: "ts-choices ts-export" });
    const bar = h("div", { class: "ts-actions", role: "group", "aria-label": "Answer actions" },
      up, down, gold, copy, away, again, sources);
    const [heading, questions] = [h("h3", {}), h("ul", {})];
    const asked = h("section", { class: "ts-follow", hidden: true }, heading, questions);
    const noted = h("p", { class: "ts-note", dir: "auto" });
    const node = h("div", { class: "ts-below", hidden: true }, bar, note.form, noted, asked);
    let drawn = "";

    const show = (next) => {
      turn = next;
      node.hidden = !(turn.state === "done" || turn.state === "refused");
      if (node.hidden) return;
      up.setAttribute("aria-pressed", String(turn.thumb === "up"));
      down.setAttribute("aria-pressed", String(turn.thumb === "down"));
      gold.setAttribute("aria-pressed", String(turn.gold));
      gold.title = turn.gold ? "Saved as gold case, in gold.jsonl of the library" : "Save as gold case: asked again by twosource eval";
      noted.textContent = turn.note && `Your note: ${turn.note}`;
      noted.hidden = !turn.note || !note.form.hidden;
      const articles = twosource.cited(turn).length;
      sources.hidden = turn.state === "refused" || !articles;
      sources.lastChild.textContent = `${count(articles, "article")}, ${count(turn.origins, "origin")}`;
      heading.textContent = turn.state === "refused" ? "Questions these articles answer" : "Ask next";
      asked.setAttribute("aria-label", heading.textContent);
      const all = turn.follow_ups.join("\n");
      if (all !== drawn) questions.replaceChildren(...turn.follow_ups.map((question) => h("li", {}, button(question, () => does.ask(question)))));
      drawn = all;
      asked.hidden = !all;
    };
    return { node, show };
  };
})();
