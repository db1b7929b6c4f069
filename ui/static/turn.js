/* One question with its answer, drawn from plain data. Nodes that did not change stay where they are,
   so a chip under the pointer or the focus survives while the text grows. */
"use strict";
(() => {
  const { h, icon, button, count, origin, say, shared } = twosource;
  const busy = (turn) => turn.state === "reading" || turn.state === "streaming";
  const cited = (turn) => [...new Set(turn.lines.flatMap((line) => line.cites).map((at) => turn.sources[at].article.id))];

  const chips = (turn, places) => places.map((at) => twosource.chip(turn, at));

  const quoteWithSource = (turn, at) => {
    const source = turn.sources[at];
    return [
      h("blockquote", { lang: source.article.language }, source.quote),
      h("p", { class: "ts-from" }, twosource.chip(turn, at), h("span", {}, [source.said, origin(source.article)].filter(Boolean).join(" · "))),
    ];
  };

  const side = (turn, one) => h("li", { class: "ts-side" },
    h("p", { class: "ts-value" }, one.value),
    quoteWithSource(turn, one.cites[0]),
    one.cites.length > 1 ? h("p", { class: "ts-from" }, "Also", chips(turn, one.cites.slice(1))) : null,
    one.origins > 1 ? h("p", { class: "ts-note" }, `${one.origins} independent sources`) : null);

  /* One disagreement is about the question; only several need telling apart. */
  const topic = (turn, one) => (turn.disputes.length > 1 ? one.topic : "");

  const dispute = (turn, one) => h("section", { class: "ts-dispute", "aria-label": ["Sources disagree", topic(turn, one)].filter(Boolean).join(": ") },
    h("h3", {}, icon("swap", 16), "Sources disagree", h("span", {}, topic(turn, one))),
    h("ul", {}, one.sides.map((each) => side(turn, each))));

  /** Whether a side of a disagreement is what the short answer says. */
  const contested = (turn) => turn.short && turn.disputes.some((one) => one.sides.some(({ value }) => value.toLowerCase() === turn.short.toLowerCase()));

  const removed = (turn) => h("details", { class: "ts-removed" },
    h("summary", {}, `${count(turn.removed.length, "unsupported sentence")} removed`),
    h("ul", {}, turn.removed.map(([text, reason]) => h("li", {}, h("q", {}, text), h("span", {}, reason)))));

  const nearest = (turn) => h("section", { class: "ts-nearest", "aria-label": "Closest passages" },
    h("h3", {}, "Closest passages, none answers this"),
    h("ul", {}, turn.nearest.map((at) => h("li", {}, quoteWithSource(turn, at)))));

  const failure = (turn, ask) => h("div", { class: "ts-failure", role: "alert" }, icon("warn"),
    h("div", {}, h("p", {}, turn.problem), button("Try again", () => ask(turn.question, turn.id), { class: "ts-btn" })));

  /** The answer as plain text, labels in brackets, one line for each source. */
  const asText = (turn) => {
    const used = [...new Set([...turn.lines.flatMap((line) => line.cites), ...turn.disputes.flatMap((one) => one.sides.flatMap((each) => each.cites))])];
    const marks = (places) => places.map((at) => `[${turn.sources[at].label}]`).join("");
    const body = turn.lines.map((line) => [line.text, marks(line.cites)].filter(Boolean).join(" "));
    const disputes = turn.disputes.map((one) =>
      `${["Sources disagree", topic(turn, one)].filter(Boolean).join(" on ")}: ` + one.sides.map((each) => `${each.value} ${marks(each.cites)}`).join("; "));
    const sources = used.map((at) => {
      const { label, article, quote } = turn.sources[at];
      return `[${label}] ${article.title}. ${origin(article)}: “${quote}”`;
    });
    const short = contested(turn) ? `${turn.short} (sources disagree)` : turn.short;
    return [turn.question, short, body.join(turn.prose ? " " : "\n"), ...disputes, sources.join("\n")].filter(Boolean).join("\n\n");
  };

  const copy = async (turn) => {
    try {
      await navigator.clipboard.writeText(asText(turn));
      say("Answer copied with its sources");
      return "Copied";
    } catch {
      say("The browser did not allow copying");
      return "Not copied";
    }
  };

  const actions = (turn) => {
    const articles = cited(turn);
    const label = h("span", {}, "Copy with sources");
    return h("div", { class: "ts-actions", role: "group", "aria-label": "Answer actions" },
      h("button", { type: "button", class: "ts-tx", onclick: async () => { label.textContent = await copy(turn); setTimeout(() => (label.textContent = "Copy with sources"), 2000); } }, icon("copy", 16), label),
      articles.length ? h("button", { type: "button", class: "ts-tx", onclick: () => twosource.openSources(turn) }, icon("list", 16), `${count(articles.length, "article")} cited`) : null);
  };

  const wait = () => h("p", { class: "ts-wait" }, h("i", { "aria-hidden": "true" }), `Reading ${count(shared.articles.length, "article")}`);

  const refusal = (turn) => h("p", { class: "ts-refusal" }, turn.refusal);

  /** What stands below the sentences. */
  const tail = (turn, ask) => {
    const done = turn.state === "done";
    return [
      turn.state === "reading" ? wait() : null,
      turn.state === "refused" ? refusal(turn) : null,
      turn.state === "error" ? failure(turn, ask) : null,
      turn.state === "stopped" ? h("p", { class: "ts-note" }, "Stopped. ", button("Ask again", () => ask(turn.question, turn.id), { class: "ts-link" })) : null,
      done && turn.missing ? h("p", { class: "ts-note" }, `Missing: ${turn.missing}`) : null,
      busy(turn) ? null : turn.disputes.map((one) => dispute(turn, one)),
      turn.nearest.length && turn.state === "refused" ? nearest(turn) : null,
      turn.notice ? h("p", { class: "ts-notice" }, icon("warn", 16), h("span", {}, turn.notice)) : null,
      turn.removed.length && !busy(turn) ? removed(turn) : null,
      done ? actions(turn) : null,
    ].flat().filter(Boolean);
  };

  /** Where the last word begins, if it is short enough to be kept on one line with its chips. */
  const lastWord = (text) => {
    const start = text.lastIndexOf(" ") + 1;
    return text.length - start <= 24 ? start : text.length;
  };

  const newLine = () => {
    const parts = { start: h("span"), end: h("span"), chips: h("span", { class: "ts-marks" }) };
    const node = h("p", { class: "ts-line" }, parts.start, h("span", { class: "ts-glued" }, parts.end, parts.chips));
    return Object.assign(node, { parts, drawnText: "", drawnCites: "" });
  };

  const drawLine = (node, turn, line) => {
    const cites = line.cites.join();
    if (node.drawnText !== line.text) {
      const cut = lastWord(line.text);
      node.parts.start.textContent = line.text.slice(0, cut);
      node.parts.end.textContent = line.text.slice(cut);
    }
    if (node.drawnCites !== cites) node.parts.chips.replaceChildren(...chips(turn, line.cites));
    Object.assign(node, { drawnText: line.text, drawnCites: cites });
  };

  const drawLines = (body, turn) => {
    const lines = turn.state === "refused" ? [] : turn.lines;
    body.classList.toggle("ts-prose", turn.prose);
    while (body.children.length > lines.length) body.lastChild.remove();
    lines.forEach((line, at) => {
      drawLine(body.children[at] ?? body.appendChild(newLine()), turn, line);
    });
  };

  /** An element for a turn, with a `show` that brings it up to date. */
  twosource.turn = (ask) => {
    const [heading, short, body, rest] = [h("h2"), h("p", { class: "ts-short", hidden: true }), h("div", { class: "ts-lines" }), h("div", { class: "ts-tail" })];
    const node = h("article", { class: "ts-turn" }, heading, short, body, rest);
    let drawnTail = "";
    const show = (turn) => {
      twosource.remember(turn);
      heading.textContent = turn.question;
      short.replaceChildren(turn.short ?? "", ...(contested(turn) ? [" ", h("span", { class: "ts-contested" }, "Sources disagree")] : []));
      short.hidden = !turn.short || turn.state === "refused";
      drawLines(body, turn);
      const { lines, ...others } = turn;
      const fresh = busy(turn) ? turn.state : JSON.stringify(others);
      if (fresh !== drawnTail) rest.replaceChildren(...tail(turn, ask));
      drawnTail = fresh;
      node.toggleAttribute("aria-busy", busy(turn));
    };
    return { node, show };
  };
  twosource.busy = busy;
  twosource.cited = cited;
})();
