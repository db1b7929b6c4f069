(() => {
  const cases = [...document.querySelectorAll("details.case")];
  const [text, kind, verdict] = ["text", "kind", "verdict"].map((name) => document.getElementById(name));
  const count = document.getElementById("count");
  const show = () => {
    const words = text.value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const one of cases) {
      const told = one.textContent.toLowerCase();
      one.hidden =
        (kind.value && one.dataset.kind !== kind.value) ||
        (verdict.value && one.dataset.verdict !== verdict.value) ||
        !words.every((word) => told.includes(word));
      shown += one.hidden ? 0 : 1;
    }
    count.textContent = `${shown} of ${cases.length} cases`;
  };
  for (const field of [text, kind, verdict]) field.addEventListener("input", show);
  if (location.hash) {
    const wanted = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (wanted) wanted.open = true;
  }
  show();
})();
