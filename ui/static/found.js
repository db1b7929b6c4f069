/* Words that were looked for, marked where they stand: over the page, so that no node of it changes. */
"use strict";
(() => {
  const { h } = twosource;
  const MARK = "ts-found";
  const PLAIN = { ø: "o", ł: "l", đ: "d", ı: "i", æ: "ae", œ: "oe", "’": "'", "‘": "'" };

  /** Without case and accents, and for each character the place of the one it comes from: as the server does it. */
  const fold = (text) => {
    let folded = "";
    const places = [];
    let at = 0;
    for (const letter of text) {
      const plain = letter.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/ß/g, "ss").replace(/[øłđıæœ’‘]/g, (one) => PLAIN[one]);
      for (let n = 0; n < plain.length; n += 1) places.push([at, at + letter.length]);
      folded += plain;
      at += letter.length;
    }
    return { folded, places };
  };

  const rangesIn = (node, words) => {
    const { folded, places } = fold(node.data);
    return words.flatMap((word) => {
      const ranges = [];
      for (let at = folded.indexOf(word); at >= 0; at = folded.indexOf(word, at + word.length)) {
        const range = new Range();
        range.setStart(node, places[at][0]);
        range.setEnd(node, places[at + word.length - 1][1]);
        ranges.push(range);
      }
      return ranges;
    });
  };

  /** Mark `words` in what `root` says; none: take the marks away. */
  twosource.markFound = (root, words) => {
    if (!globalThis.Highlight) return;
    CSS.highlights.delete(MARK);
    const parts = root && words.length ? [...root.querySelectorAll("h2, .ts-short, .ts-line, .ts-refusal, blockquote, .ts-value")] : [];
    const ranges = parts.flatMap((part) => {
      const walker = document.createTreeWalker(part, NodeFilter.SHOW_TEXT, (node) => (node.parentElement.closest(".ts-chip, .ts-mark") ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT));
      const nodes = [];
      while (walker.nextNode()) nodes.push(walker.currentNode);
      return nodes.flatMap((node) => rangesIn(node, words));
    });
    if (ranges.length) CSS.highlights.set(MARK, new Highlight(...ranges));
  };

  /** A found answer as a row of the list. */
  twosource.foundRow = ({ question, title, around }, open) => h("li", {}, h("button", { type: "button", class: "ts-entry", onclick: open },
    h("b", { dir: "auto" }, question),
    around.length ? h("span", { class: "ts-around", dir: "auto" }, around.map(({ text, hit }) => (hit ? h("mark", {}, text) : text))) : null,
    title === question ? null : h("small", {}, "in “", title, "”")));
})();
