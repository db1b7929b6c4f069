/* The conversation and the composer: which turns stand on the page, what is asked, what is stopped. */
"use strict";
(() => {
  const { h, icon, button, iconButton, count, say, shared, store, attach, busy } = twosource;
  const DRAFT = "twosource-draft";
  const OPEN = "twosource-conversation";
  const NEAR_END = 80;

  const composer = (send, halt) => {
    const area = h("textarea", { rows: "1", placeholder: "Ask about your articles", "aria-label": "Your question", maxlength: "4000", enterkeyhint: "send" });
    const go = h("button", { type: "submit", class: "ts-send", "aria-label": "Send question", title: "Send" }, icon("send"));
    const stop = iconButton("stop", "Stop answering", halt, { class: "ts-send ts-stop", hidden: true });
    const form = h("form", { class: "ts-composer", onsubmit: (event) => { event.preventDefault(); send(area.value); } }, area, go, stop);
    const fit = () => {
      area.style.height = "auto";
      area.style.height = `${Math.min(area.scrollHeight, 168)}px`;
    };
    const set = (text) => {
      area.value = text;
      store.set(sessionStorage, DRAFT, text);
      fit();
    };
    area.addEventListener("input", () => { store.set(sessionStorage, DRAFT, area.value); fit(); });
    area.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      send(area.value);
    });
    const keep = (text = area.value) => store.set(sessionStorage, DRAFT, text);
    area.value = store.get(sessionStorage, DRAFT) ?? "";
    const working = (on) => {
      const hadFocus = document.activeElement === (on ? go : stop);
      go.hidden = on;
      stop.hidden = !on;
      if (hadFocus) area.focus();
    };
    return { form, area, set, keep, fit, working };
  };

  const hero = (ask) => {
    const some = shared.articles.length > 0;
    return h("div", { class: "ts-hero" },
      h("h2", {}, some ? "Ask your articles" : "Add articles to begin"),
      h("p", {}, some ? "Every sentence of an answer links to the words it came from." : "Text and Markdown files, up to 5 MB each. They stay on this machine."),
      some
        ? h("ul", {}, shared.examples.map((question) => h("li", {}, button(question, () => ask(question)))))
        : button("Add articles", () => twosource.chooseFiles(), { class: "ts-btn ts-primary" }));
  };

  const outcome = (turn) => ({
    reading: "Reading the articles",
    done: `Answer ready. ${count(turn.sources.length, "citation")}${turn.disputes.length ? `, ${count(turn.disputes.length, "disagreement")} between sources` : ""}.`,
    refused: turn.refusal,
    stopped: "Stopped.",
  })[turn.state];

  twosource.transcript = (slot) => {
    const log = h("div", { class: "ts-log", role: "log", "aria-live": "off", "aria-label": "Conversation", tabindex: "0" });
    const jump = iconButton("down", "Scroll to the latest answer", () => (log.scrollTop = log.scrollHeight), { class: "ts-jump", hidden: true });
    const drawn = new Map();
    let thread = { id: "", talks: [] };
    let told = "";
    let sent = "";

    const isBusy = () => sent !== "" || (thread.talks.length > 0 && busy(thread.talks.at(-1)));
    const ask = (question, again = "") => {
      const text = question.trim();
      if (!text) return;
      if (isBusy()) return say("Wait for the answer, or stop it first");
      sent = text;
      twosource.panel("side", false);
      if (!again) {
        box.set("");
        box.keep(text); // until the server has it: a restart in between must not cost a question
        drawSent(text);
      }
      box.working(true);
      slot.trigger("ask", { question: text, conversation: thread.id, again });
    };
    const halt = () => slot.trigger("halt", { id: thread.id });
    const box = composer(ask, halt);

    const scrolled = () => (jump.hidden = log.scrollHeight - log.scrollTop - log.clientHeight < 3 * NEAR_END);
    log.addEventListener("scroll", scrolled, { passive: true });

    const drawTurn = (turn) => {
      if (!drawn.has(turn.id)) {
        const made = twosource.turn(ask);
        drawn.set(turn.id, made);
        log.append(made.node);
      }
      drawn.get(turn.id).show(turn);
      return drawn.get(turn.id).node;
    };

    /* The question stands on the page at once, before the server has it. */
    const drawSent = (question) => {
      const turn = { id: "sent", question, state: "reading", lines: [], sources: [], disputes: [], removed: [], nearest: [] };
      log.querySelector(".ts-hero")?.remove();
      drawTurn(turn);
      follow(turn);
    };

    const clear = () => {
      drawn.clear();
      twosource.forget();
      log.replaceChildren();
      twosource.closeReader({ quiet: true });
    };

    const drawEmpty = () => {
      clear();
      log.append(hero(ask));
    };

    const follow = (turn) => {
      if (told === turn.id + turn.state) return;
      if (!told.startsWith(turn.id)) {
        log.style.setProperty("--ts-room", `${Math.max(0, log.clientHeight - 48)}px`);
        const node = drawn.get(turn.id).node;
        log.scrollTop += node.getBoundingClientRect().top - log.getBoundingClientRect().top - 8;
      }
      told = turn.id + turn.state;
      const words = outcome(turn);
      if (words) say(words);
    };

    const drawThread = (next) => {
      const other = next.id !== thread.id && [...drawn.keys()].some((id) => id !== "sent");
      if (sent && next.talks.at(-1)?.question !== sent) box.set(sent);
      else if (sent) box.keep();
      thread = next;
      sent = "";
      shared.conversation = next.id;
      store.set(sessionStorage, OPEN, next.id);
      box.working(isBusy());
      twosource.markConversation();
      if (!next.talks.length) {
        told = "";
        drawEmpty();
        return twosource.showSources(null);
      }
      if (other) clear();
      log.querySelector(".ts-hero")?.remove();
      const ids = new Set(next.talks.map((turn) => turn.id));
      for (const [id, { node }] of drawn) if (!ids.has(id)) { node.remove(); drawn.delete(id); }
      next.talks.forEach(drawTurn);
      follow(next.talks.at(-1));
      twosource.showSources(next.talks.at(-1));
      scrolled();
    };

    twosource.ask = ask;
    twosource.libraryChanged = () => { if (!thread.talks.length) log.replaceChildren(hero(ask)); };
    twosource.grow = (turn) => {
      const at = thread.talks.findIndex((each) => each.id === turn.id);
      if (at < 0 || !busy(thread.talks[at])) return;
      thread.talks[at] = turn;
      drawTurn(turn);
    };
    twosource.focusComposer = () => box.area.focus();

    slot.element.querySelector(".ts-slot").replaceChildren(h("div", { class: "ts-talk" }, log, jump, box.form));
    box.fit();
    const before = store.get(sessionStorage, OPEN);
    attach(slot, drawThread);
    if (before) twosource.reopen = before;
    if (matchMedia("(min-width: 900px)").matches) box.area.focus();
  };

  twosource.live = (slot) => attach(slot, (turn) => twosource.grow(turn));
})();
