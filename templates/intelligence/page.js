// Search, filters, dark and light, evidence that unfolds in place. The page is whole without it.
(() => {
  "use strict";
  const root = document.documentElement;
  const form = document.querySelector("form.controls");
  const count = form && form.querySelector("output");
  const items = [...document.querySelectorAll("[data-item]")];
  const groups = [...document.querySelectorAll("main section, main article.digest, main article.difference")]
    .map((group) => [group, items.filter((item) => group.contains(item))])
    .filter(([, held]) => held.length);
  const texts = new Map(items.map((item) => [item, plain(headed(item))]));

  // What is said is found by its speaker too, who stands in the heading above.
  function headed(item) {
    const voice = item.closest(".voice");
    return (voice ? voice.querySelector("h3").textContent + " " : "") + item.textContent;
  }

  function plain(text) {
    return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  }

  // A day, month or year ("2017-12") is within the range as far as it tells.
  function within(day, from, until) {
    if (!from && !until) return true;
    if (!day) return false;
    return (!from || day >= from.slice(0, day.length)) && (!until || day <= until.slice(0, day.length));
  }

  function apply() {
    const words = plain(form.elements.words.value).split(/\s+/).filter(Boolean);
    const { actor, source, story, from, until } = form.elements;
    for (const item of items) {
      const { actors = "", source: from_source, day = "" } = item.dataset;
      item.hidden = !(
        (!actor.value || actors.split(" ").includes(actor.value)) &&
        (!source.value || from_source === source.value) &&
        (!story || !story.value || story.value.split(" ").includes(from_source)) &&
        within(day, from.value, until.value) &&
        words.every((word) => texts.get(item).includes(word))
      );
    }
    for (const [group, held] of groups) group.hidden = held.every((item) => item.hidden);
    const shown = items.filter((item) => !item.hidden).length;
    count.textContent = shown === items.length ? "" :
      count.dataset.text.replace("#shown#", shown).replace("#total#", items.length);
    form.elements.clear.hidden = shown === items.length;
  }

  // Whatever an address leads to is shown, filtered or not.
  function reveal() {
    const target = location.hash && document.getElementById(location.hash.slice(1));
    for (let place = target; place; place = place.parentElement) place.hidden = false;
    if (target) target.scrollIntoView();
  }

  function stored(value) {
    try {
      if (value === undefined) return localStorage.getItem("scheme");
      localStorage.setItem("scheme", value);
    } catch { /* a page opened as a file may have no storage */ }
    return value;
  }

  function isDark() {
    return root.dataset.scheme ? root.dataset.scheme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  }

  function unfold(link) {
    const cited = document.getElementById(link.hash.slice(1));
    const paragraph = cited && cited.closest(".text > p, .text > h3");
    const place = link.closest("td, li, .para, p, figure") || link.parentElement;
    if (!paragraph) return false;
    const open = place.querySelector(`:scope > .evidence[data-of="${link.hash}"]`);
    if (open) {
      open.remove();
      link.setAttribute("aria-expanded", "false");
      return true;
    }
    const box = document.createElement("div");
    box.className = "evidence";
    box.dataset.of = link.hash;
    box.lang = paragraph.lang || (paragraph.querySelector("[lang]") || root).lang;
    for (const node of paragraph.cloneNode(true).childNodes) {
      if (!(node.classList && (node.classList.contains("backs") || node.classList.contains("chip"))))
        box.append(node.cloneNode(true));
    }
    for (const node of box.querySelectorAll("[id]")) {
      node.classList.toggle("here", node.id === cited.id);
      node.removeAttribute("id");
    }
    const more = document.createElement("a");
    more.href = link.hash;
    more.className = "whole";
    more.textContent = form.dataset.whole;
    more.lang = root.lang;
    box.append(" ", more);
    place.append(box);
    link.setAttribute("aria-expanded", "true");
    return true;
  }

  if (!form) return;
  form.hidden = false;
  const scheme = form.elements.scheme;
  if (stored()) root.dataset.scheme = stored();
  scheme.setAttribute("aria-pressed", String(isDark()));
  scheme.addEventListener("click", () => {
    root.dataset.scheme = stored(isDark() ? "light" : "dark");
    scheme.setAttribute("aria-pressed", String(isDark()));
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", apply);
  form.addEventListener("reset", () => setTimeout(apply));
  for (const link of document.querySelectorAll('main a.cite[href^="#w"]')) link.setAttribute("aria-expanded", "false");
  document.addEventListener("click", (event) => {
    const link = event.target.closest && event.target.closest('a.cite[href^="#w"]');
    if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey && unfold(link)) event.preventDefault();
  });
  addEventListener("hashchange", reveal);
  apply();
})();
