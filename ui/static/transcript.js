/* The conversation and the composer: which turns stand on the page, what is asked, what is stopped. */
"use strict";
(() => {
  const { h, icon, button, iconButton, count, say, shared, store, attach, busy } = twosource;
  const DRAFT = "twosource-draft";
  const OPEN = "twosource-conversation";
  const NEAR_END = 80;

  const composer = (send, halt) => {
    const area = h("textarea", { rows: "1", placeholder: "Ask about your articles", "aria-label": "Your question", enterkeyhint: "send" });
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

  const hero = (ask) => {
    const some = shared.total > 0;
    return h("div", { class: "ts-hero" },
      h("h2", {}, some ? "Ask your articles" : "Add articles to begin"),
      h("p", {}, some
        ? "Every sentence of an answer links to the words it came from, and where the sources disagree you see both sides."
        : "Ask your own news articles: every sentence of an answer links to the words it came from. Drop files here: text, web pages, PDF, Word, mail, feeds or archives. They stay on this machine."),
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
    const jump = iconButton("down", "Scroll to the latest answer", () => (log.scrollTop = log.scrollHeight), { class: "ts-ic ts-jump", hidden: true });
    const drawn = new Map();
    let thread = { id: "", order: [], talks: new Map() };
    let told = "";
    let sent = "";

    const last = () => thread.talks.get(thread.order.at(-1));
    const isBusy = () => sent !== "" || (thread.order.length > 0 && busy(last()));
    const ask = (question, again = "") => {
      const text = question.trim();
      if (!text) return;
      if (isBusy()) return say("Wait for the answer, or stop it first");
      if (text.length > shared.maxChars) return box.fit();
      sent = text;
      box.settled();
      twosource.panel("side", false);
      if (text === box.area.value.trim()) box.set("");
      box.keep(text); // until the server has it: a restart in between must not cost a question
      if (!again) drawSent(text);
      box.working(true);
      slot.trigger("ask", { question: text, conversation: thread.id, again, engine: box.engine() });
    };
    const halt = () => slot.trigger("halt", { id: thread.id });
    const box = composer(ask, halt);
    const does = {
      ask,
      edit: (turn) => (isBusy() ? say("Wait for the answer, or stop it first") : box.edit(turn)),
      judge: (judged) => slot.trigger("judge", { conversation: thread.id, gold: false, ...judged }),
      address: (turn, kind) => `export/${thread.id}.${kind}?answer=${turn.id}`,
    };

    const scrolled = () => (jump.hidden = log.scrollHeight - log.scrollTop - log.clientHeight < 3 * NEAR_END);
    log.addEventListener("scroll", scrolled, { passive: true });

    const drawTurn = (turn) => {
      if (!drawn.has(turn.id)) {
        const made = twosource.turn(does);
        drawn.set(turn.id, made);
        log.append(made.node);
      }
      drawn.get(turn.id).show(turn);
      return drawn.get(turn.id).node;
    };

    /* The question stands on the page at once, before the server has it. */
    const drawSent = (question) => {
      const turn = { id: "sent", question, state: "reading", lines: [], sources: [], disputes: [], removed: [], nearest: [], follow_ups: [] };
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

    /** Show a conversation, or what changed in the one that is shown. */
    const drawThread = (next) => {
      if (!next.opening && next.id !== thread.id) return;
      if (next.id !== thread.id && [...drawn.keys()].some((id) => id !== "sent")) clear();
      const before = next.id === thread.id ? thread.talks : new Map();
      const fresh = new Map(next.talks.map((turn) => [turn.id, turn]));
      if (next.order.some((id) => !fresh.has(id) && !before.has(id))) { // another tab asked on: read it all
        sent = "";
        return twosource.openConversation(next.id);
      }
      thread = { id: next.id, order: next.order, talks: new Map(next.order.map((id) => [id, fresh.get(id) ?? before.get(id)])) };
      const mine = settleSent();
      shared.conversation = next.id;
      store.set(sessionStorage, OPEN, next.id);
      box.working(isBusy());
      twosource.markConversation();
      if (!next.order.length) return drawNothing();
      log.querySelector(".ts-hero")?.remove();
      for (const [id, { node }] of drawn) if (!thread.talks.has(id)) { node.remove(); drawn.delete(id); }
      next.talks.forEach(drawTurn);
      attend(last());
      if (next.opening && !mine && busy(last())) slot.trigger("follow", { id: next.id });
    };

    /** What was sent is on the server, or goes back into the box; whether anything was. */
    const settleSent = () => {
      const mine = sent !== "";
      if (mine && last()?.question !== sent) box.set(sent);
      else if (mine) box.keep();
      sent = "";
      return mine;
    };

    const drawNothing = () => {
      told = "";
      drawEmpty();
      twosource.tellEngine();
      twosource.showSources(null);
    };

    const attend = (turn) => {
      follow(turn);
      twosource.showSources(turn);
      twosource.tellEngine(turn);
      scrolled();
    };

    twosource.ask = ask;
    twosource.libraryChanged = () => { if (!thread.order.length) log.replaceChildren(hero(ask)); };
    twosource.offerEngines = box.offer;
    twosource.grow = (turn) => {
      const shown = thread.talks.get(turn.id);
      if (!shown || !(busy(shown) || shown.follow_ups.length < turn.follow_ups.length)) return;
      thread.talks.set(turn.id, turn);
      drawTurn(turn);
      if (busy(turn)) return;
      box.working(isBusy());
      attend(turn);
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
