/* The right column: the sources of an answer, or an article with the quote marked. A sheet where the page is narrow. */
"use strict";
(() => {
  const { h, button, iconButton, count, upper, origin, panel, shared, used, cited, copier } = twosource;

  const message = (words, ...more) => h("div", { class: "ts-blank" }, h("p", {}, words), ...more);

  const sourcesOf = (turn) => cited(turn).map((id) => ({
    id,
    article: turn.sources.find((source) => source.article.id === id).article,
    places: used(turn).filter((at) => turn.sources[at].article.id === id),
  }));

  const sourceList = (turn) => h("section", { class: "ts-sources", "aria-label": "Sources of this answer" },
    h("div", { class: "ts-paper-head" },
      h("h2", { tabindex: "-1" }, "Sources"),
      iconButton("close", "Close sources", () => twosource.closeReader(), { class: "ts-ic ts-narrow" })),
    h("p", { class: "ts-note" }, `${count(cited(turn).length, "article")} cited · ${count(turn.origins, "independent origin")}`),
    h("ol", {}, sourcesOf(turn).map(({ id, article, places }) => h("li", {},
      h("button", { type: "button", class: "ts-entry", onclick: () => twosource.openArticle(id) }, h("b", { dir: "auto" }, article.title), h("small", {}, origin(article))),
      h("ul", {}, places.map((at) => h("li", {}, twosource.chip(turn, at), h("q", { lang: article.language, dir: "auto" }, turn.sources[at].quote))))))));

  /** From one cited passage of the article to the next, through the whole conversation. */
  const stepper = ({ passages, here }) => {
    if (passages.length < 1 || (passages.length < 2 && here === 0)) return null;
    const step = (to) => twosource.openSource(passages[to].exchange, passages[to].source);
    return h("div", { class: "ts-step" },
      iconButton("left", "Previous cited passage", () => step(here - 1), { disabled: here <= 0 }),
      h("span", {}, here < 0 ? `${passages.length} cited` : `${here + 1} of ${passages.length}`),
      iconButton("right", "Next cited passage", () => step(here + 1), { disabled: here === passages.length - 1 }));
  };

  const knowledge = (opened) => h("details", { class: "ts-known" },
    h("summary", {}, "How this is known"),
    h("dl", {}, opened.known.map(({ name, value, how }) => [h("dt", {}, name), h("dd", {}, value, how ? h("small", {}, how) : null)])));

  /** A quote with its source on one line, to be put into a text. */
  const quoteLine = ({ quote, said, article }) => [`“${quote}”`, said ? `${upper(said)}.` : "",
    `${article.publisher || "Unknown publisher"}, “${article.title}”, ${article.date || "undated"}.`, article.url ?? ""].filter(Boolean).join(" ");

  /** What can be done with the passage that is open. */
  const tools = ({ passages, here }) => {
    if (here < 0) return null;
    const { exchange, source } = passages[here];
    const turn = twosource.turnOf(exchange);
    if (!turn?.sources[source]) return null;
    return h("div", { class: "ts-tools", role: "group", "aria-label": "This quote" },
      copier("copy", "Copy quote", () => quoteLine(turn.sources[source]), "Quote copied with its source", { class: "ts-tx ts-quote-copy" }),
      copier("link", "Copy link", () => twosource.link({ turn: exchange, cite: twosource.citeName(turn, source) }), "Link copied"));
  };

  /** Every quote that the conversation takes from the article. */
  const quotes = ({ passages, here }) => {
    const all = passages.map(({ exchange, source }) => ({ exchange, source, quote: twosource.turnOf(exchange)?.sources[source]?.quote })).filter(({ quote }) => quote);
    return all.length < 2 ? null : h("details", { class: "ts-known ts-quotes" },
      h("summary", {}, `${count(all.length, "quote")} from this article`),
      h("ol", {}, all.map(({ exchange, source, quote }, at) => h("li", {}, button(quote, () => twosource.openSource(exchange, source), { class: "ts-entry", dir: "auto", "aria-current": at === here ? "true" : null })))));
  };

  const published = ({ url }) => url ? h("a", { href: url, target: "_blank", rel: "noopener noreferrer" }, `Open at ${new URL(url).hostname.replace(/^www\./, "")}`) : null;

  const twins = (opened) => opened.alike.length
    ? h("p", { class: "ts-twins" }, `Much the same text in ${count(opened.alike.length, "other article")}, one origin: `,
      opened.alike.map((article, at) => [at ? "; " : "", button(origin(article), () => twosource.openArticle(article.id), { class: "ts-link", title: article.title })]))
    : null;

  const paper = (opened) => h("article", { class: "ts-paper", "aria-label": `Article: ${opened.article.title}` },
    h("div", { class: "ts-paper-head" },
      h("div", {}, h("h2", { tabindex: "-1", dir: "auto", title: opened.article.title }, opened.article.title), h("p", {}, origin(opened.article))),
      tools(opened), stepper(opened), iconButton("close", "Close article", () => twosource.closeReader())),
    h("div", { class: "ts-facts" }, published(opened.article), twins(opened), quotes(opened), knowledge(opened)),
    h("div", { class: "ts-text", lang: opened.article.language }, opened.paragraphs.map((pieces) => h("p", { dir: "auto" }, pieces.map(({ text, mark }) =>
      mark ? h("mark", { class: mark === "on" ? "ts-on" : null }, text) : text)))));

  twosource.reader = (slot) => {
    const root = slot.element.querySelector(".ts-slot");
    const side = document.getElementById("ts-side");
    let turnShown = null;
    let cameFrom = null;
    let reading = false;
    let opening = 0;

    const unmark = () => document.querySelectorAll(".ts-chip[aria-current]").forEach((chip) => chip.removeAttribute("aria-current"));
    const markChips = (turn, at) => document.querySelectorAll(`.ts-chip[data-turn="${turn}"][data-source="${at}"]`)
      .forEach((chip) => chip.setAttribute("aria-current", "true"));

    const idle = () => {
      reading = false;
      root.replaceChildren(turnShown && cited(turnShown).length && turnShown.state !== "refused"
        ? sourceList(turnShown)
        : message(shared.total ? "Select a citation to read the sentence in its article." : "Articles open here."));
    };

    /* The passage stands a third from the top; only this pane scrolls, not the page behind it. */
    const settle = () => {
      const on = root.querySelector(".ts-on");
      const heading = root.querySelector("h2");
      side.scrollTop = 0;
      if (on) {
        const [mark, pane] = [on.getBoundingClientRect(), side.getBoundingClientRect()];
        const head = root.querySelector(".ts-paper-head").offsetHeight;
        side.scrollTop = mark.top - pane.top - Math.max(head + 16, (pane.height - mark.height) / 3);
        on.setAttribute("tabindex", "-1");
      }
      (on ?? heading)?.focus({ preventScroll: true });
    };

    /* Under the sheet of a narrow page the sentence that was cited stays in sight. */
    const keepInSight = (chip) => {
      const log = chip?.closest(".ts-log");
      if (!log || getComputedStyle(side).position !== "fixed") return;
      const room = side.getBoundingClientRect().top - 12;
      const bottom = chip.getBoundingClientRect().bottom;
      if (bottom > room) log.scrollTop += bottom - room;
    };

    const show = async (asked, quote = null) => {
      const mine = ++opening;
      reading = true;
      panel("side", true);
      let opened;
      try {
        opened = JSON.parse(await slot.server.opened(asked));
      } catch {
        opened = null;
      }
      if (mine !== opening) return;
      if (opened?.article) root.replaceChildren(paper(opened));
      else {
        const why = opened ? "This article was removed." : "The article could not be loaded. Try again.";
        const close = button("Close", () => twosource.closeReader(), { class: "ts-btn" });
        root.replaceChildren(h("div", { role: "alert" }, message(quote ? `${why} The quoted sentence:` : why, quote ? h("blockquote", {}, quote) : "", close)));
      }
      settle();
    };

    /* Whether the page's address leads to this source. */
    const led = (turnId, at) => {
      const { turn, cite } = twosource.address.read();
      return cite && turn === turnId && twosource.placeOf(twosource.turnOf(turnId), cite) === at;
    };

    twosource.openSource = (turnId, at, from = null) => {
      const turn = twosource.turnOf(turnId);
      const source = turn?.sources[at];
      if (!source) return;
      cameFrom = from ?? cameFrom;
      if (!led(turnId, at)) twosource.address.settle();
      unmark();
      markChips(turnId, at);
      const asked = { article: source.article.id, conversation: shared.conversation, exchange: turnId, source: at };
      show(asked, source.quote);
      keepInSight(from);
    };
    twosource.openArticle = (id) => {
      cameFrom = document.activeElement;
      unmark();
      show({ article: id, conversation: shared.conversation });
    };
    twosource.openSources = (turn) => {
      cameFrom = document.activeElement;
      turnShown = turn;
      unmark();
      idle();
      panel("side", true);
      root.querySelector("h2")?.focus();
    };
    twosource.showSources = (turn) => {
      turnShown = turn;
      if (!reading) idle();
    };
    twosource.closeReader = ({ quiet = false } = {}) => {
      const open = reading || twosource.isOpen("side");
      opening += 1;
      panel("side", false);
      unmark();
      idle();
      if (open) twosource.address.settle();
      if (open && !quiet && cameFrom?.isConnected) cameFrom.focus();
      cameFrom = null;
    };
    idle();
  };
})();
