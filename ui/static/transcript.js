/* The conversation: which turns stand on the page, what is asked, what is stopped, where a link leads. */
"use strict";
(() => {
  const { h, iconButton, button, count, say, shared, attach, busy, address, hero } = twosource;
  const NEAR_END = 80;
  const { ANY } = address;
  const GONE = "The conversation that this link leads to cannot be opened: it was removed, or it is somebody else’s.";

  const outcome = (turn) => ({
    reading: turn.ahead ? `${turn.ahead} ahead of you` : "Reading the articles",
    done: `Answer ready. ${count(turn.sources.length, "citation")}${turn.disputes.length ? `, ${count(turn.disputes.length, "disagreement")} between sources` : ""}.`,
    refused: turn.refusal,
    stopped: "Stopped.",
  })[turn.state];

  twosource.transcript = (slot) => {
    const log = h("div", { class: "ts-log", role: "log", "aria-live": "off", "aria-label": "Conversation", tabindex: "0" });
    const jump = iconButton("down", "Scroll to the latest answer", () => (log.scrollTop = log.scrollHeight), { class: "ts-ic ts-jump", hidden: true });
    const lost = h("p", { class: "ts-lost", role: "alert", hidden: true });
    const drawn = new Map();
    let thread = { id: "", order: [], talks: new Map() };
    let told = "";
    let sent = "";
    let stopping = false;

    const last = () => thread.talks.get(thread.order.at(-1));
    const isBusy = () => sent !== "" || (thread.order.length > 0 && busy(last()));
    const ask = (question, again = "") => {
      const text = question.trim();
      if (!text) return;
      if (isBusy()) return say("Wait for the answer, or stop it first");
      if (text.length > shared.maxChars) return box.fit();
      sent = text;
      const { wanted } = twosource;
      const to = wanted === ANY ? thread.id : wanted ?? thread.id;
      twosource.wanted = null;
      box.settled();
      twosource.closeReader({ quiet: true });
      tell("");
      if (text === box.area.value.trim()) box.set("");
      box.keep(text); // until the server has it: a restart in between must not cost a question
      if (!again) drawSent(text);
      box.working(true);
      slot.trigger("ask", { question: text, conversation: to, again, engine: box.engine() });
    };
    /* What the server has not confirmed yet has no id to stop: it is stopped as soon as it has one. */
    const halt = () => (sent ? (stopping = true) : slot.trigger("halt", { id: thread.id }));
    const box = twosource.composer(ask, halt);
    box.form.append(jump);
    const does = {
      ask,
      alone: (question) => { if (isBusy()) return say("Wait for the answer, or stop it first"); twosource.beginConversation(); ask(question); },
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
      twosource.markFound(null, []);
      log.replaceChildren();
      twosource.closeReader({ quiet: true });
    };

    const drawEmpty = () => {
      clear();
      log.append(hero(ask));
    };

    const scrollTo = (node) => (log.scrollTop += node.getBoundingClientRect().top - log.getBoundingClientRect().top - 8);

    const follow = (turn) => {
      const now = [turn.id, turn.state, turn.ahead].join(" ");
      if (told === now) return;
      if (!told.startsWith(turn.id)) {
        log.style.setProperty("--ts-room", `${Math.max(0, log.clientHeight - 48)}px`);
        scrollTo(drawn.get(turn.id).node);
      }
      told = now;
      const words = outcome(turn);
      if (words) say(words);
    };

    /* Answers may come in another order than clicks: only what was gone to last is shown, or what came of the question
       sent last. */
    const isWanted = ({ id, lost: gone, asked, talks }) => {
      const { wanted } = twosource;
      if (asked && (wanted !== null || asked !== sent)) { // the reader went elsewhere since
        if (asked === sent) settleSent(talks.at(-1));
        else if (talks.at(-1)?.question === asked && box.area.value.trim() === asked) box.set("");
        return false;
      }
      if (!asked && wanted !== ANY && id !== wanted && !(gone && wanted)) return false;
      twosource.wanted = null;
      return true;
    };

    const grown = (turn) => { thread.talks.set(turn.id, turn); drawTurn(turn); };

    /** Show a conversation, or what changed in the one that is shown. */
    const drawThread = (next) => {
      if (!next.opening && next.id !== thread.id) return;
      if (next.opening && !isWanted(next)) return;
      if (next.opening) tell(next.lost ? GONE : "");
      if (next.id !== thread.id && [...drawn.keys()].some((id) => id !== "sent")) clear();
      const before = next.id === thread.id ? thread.talks : new Map();
      if (sent && !next.opening) return next.talks.filter(({ id }) => thread.talks.has(id)).forEach(grown); // what was sent comes next
      const fresh = new Map(next.talks.map((turn) => [turn.id, turn]));
      if (next.order.some((id) => !fresh.has(id) && !before.has(id))) { // another tab asked on: read it all
        settleSent(next.talks.at(-1));
        return twosource.openConversation(next.id);
      }
      thread = { id: next.id, order: next.order, talks: new Map(next.order.map((id) => [id, fresh.get(id) ?? before.get(id)])) };
      const mine = settleSent(last());
      shared.conversation = next.id;
      shared.title = thread.talks.get(next.order[0])?.question ?? "";
      shared.turns = next.order.length;
      twosource.shareable();
      if (next.opening && !next.lost) address.show(next.id);
      box.working(isBusy());
      twosource.markConversation();
      if (!next.order.length) return drawNothing();
      log.querySelector(".ts-hero")?.remove();
      for (const [id, { node }] of drawn) if (!thread.talks.has(id)) { node.remove(); drawn.delete(id); }
      next.talks.filter(({ id }) => thread.talks.has(id)).forEach(drawTurn); // what an edit took away may still end
      attend(last());
      if (next.opening) twosource.arrive();
      if (next.opening && !mine && busy(last())) slot.trigger("follow", { id: next.id });
    };

    /** What was sent is on the server as this turn, or goes back into the box; whether anything was. */
    const settleSent = (turn) => {
      const mine = sent !== "";
      if (mine && turn?.question !== sent) box.set(sent);
      else if (mine) box.keep();
      if (mine && stopping) slot.trigger("halt", { id: thread.id });
      sent = "";
      stopping = false;
      return mine;
    };

    /** To the turn and the citation that the address names. */
    twosource.arrive = () => {
      const { turn, cite, words } = { ...address.read(), ...twosource.sought };
      twosource.sought = null;
      if (!turn && !cite) return;
      const one = turn ? thread.talks.get(turn) : last();
      if (!one) return tell("The answer that this link leads to is no longer in the conversation.");
      show(one, words);
      if (!cite || words) return;
      const at = twosource.placeOf(one, cite);
      if (at < 0) return tell(`This answer has no citation ${cite}; it may have been answered again since.`);
      twosource.openSource(one.id, at, drawn.get(one.id).node.querySelector(`.ts-chip[data-source="${at}"]`));
    };

    const show = (turn, words = []) => {
      const { node } = drawn.get(turn.id);
      twosource.markFound(node, words);
      scrollTo(node);
      twosource.showSources(turn);
      node.querySelector("h2").focus({ preventScroll: true });
    };

    /** A line above the conversation; empty: none. */
    const tell = (words) => {
      lost.hidden = !words;
      lost.replaceChildren(...(words ? [h("span", {}, words), button("Close", () => { tell(""); address.settle(); box.area.focus(); }, { class: "ts-link" })] : []));
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
    twosource.showEmpty = () => drawThread({ id: "", order: [], talks: [], opening: true });
    twosource.libraryChanged = () => { if (!thread.order.length && !sent) log.replaceChildren(hero(ask)); };
    twosource.offerEngines = box.offer;
    box.offer(); // the top of the page may have been told before
    twosource.grow = (turn) => {
      const shown = thread.talks.get(turn.id);
      if (!shown || !(busy(shown) || shown.follow_ups.length < turn.follow_ups.length)) return;
      grown(turn);
      if (busy(turn)) return;
      box.working(isBusy());
      attend(turn);
    };
    twosource.focusComposer = () => box.area.focus();

    slot.element.querySelector(".ts-slot").replaceChildren(h("div", { class: "ts-talk" }, lost, log, box.form));
    box.fit();
    attach(slot, drawThread);
    if (matchMedia("(min-width: 900px)").matches) box.area.focus();
  };

  twosource.live = (slot) => attach(slot, (turn) => twosource.grow(turn));
})();
