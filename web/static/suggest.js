// Suggestions below the search box, as an ARIA combobox with a list; and / to come to the box.
// Without this script the box is a plain search field.
(() => {
  const { address, label, count } = document.currentScript.dataset;
  const PAUSE = 120; // ms without a key before the server is asked

  const box = document.querySelector("form.box input[name=q]");
  if (!box) return;

  document.addEventListener("keydown", (event) => {
    const elsewhere = event.target.closest("input, textarea, select, [contenteditable]");
    let off = false;
    try { off = localStorage.getItem("archive.keys") === "off"; } catch { /* kept nowhere: on */ }
    if (off || event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || elsewhere) return;
    event.preventDefault();
    box.focus();
    box.select();
  });

  const list = document.createElement("ul");
  list.id = "suggestions";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", label);
  const told = document.createElement("p");
  told.className = "unseen";
  told.setAttribute("role", "status");
  box.parentElement.classList.add("suggesting");
  box.parentElement.append(list, told);
  for (const [name, value] of Object.entries({
    role: "combobox", "aria-autocomplete": "list", "aria-controls": list.id,
    "aria-expanded": "false", "aria-haspopup": "listbox",
  })) box.setAttribute(name, value);

  let typed = ""; // what the reader typed; a chosen suggestion stands in the box in its place
  let active = -1;
  let timer = 0;
  let asking = null;
  let composing = false;

  const options = () => [...list.children];

  function choose(index) {
    active = index;
    options().forEach((option, at) => option.setAttribute("aria-selected", String(at === index)));
    const option = list.children[index];
    if (option) {
      box.setAttribute("aria-activedescendant", option.id);
      option.scrollIntoView({ block: "nearest" });
    } else {
      box.removeAttribute("aria-activedescendant");
    }
    box.value = option ? option.dataset.text : typed;
  }

  function show(texts, kinds) {
    // The list is changed only when its texts are others: it does not flicker from key to key.
    if (texts.join("\n") !== options().map((option) => option.dataset.text).join("\n")) {
      list.replaceChildren(...texts.map((text, at) => {
        const option = document.createElement("li");
        option.id = `suggestion-${at}`;
        option.dataset.text = text;
        option.setAttribute("role", "option");
        option.setAttribute("aria-selected", "false");
        const kind = document.createElement("small");
        kind.textContent = kinds[at] ?? "";
        option.append(text, " ", kind);
        return option;
      }));
    }
    active = -1;
    box.removeAttribute("aria-activedescendant");
    const open = texts.length > 0;
    list.hidden = !open;
    box.setAttribute("aria-expanded", String(open));
    told.textContent = open ? count.replace("{count}", texts.length) : "";
  }

  function close() {
    clearTimeout(timer);
    asking?.abort();
    show([], []);
  }

  async function ask() {
    asking?.abort();
    asking = new AbortController();
    const wanted = box.value;
    try {
      const response = await fetch(`${address}?q=${encodeURIComponent(wanted)}`, {
        signal: asking.signal,
        headers: { Accept: "application/x-suggestions+json" },
      });
      const [, texts, kinds] = response.ok ? await response.json() : [wanted, [], []];
      if (box.value === wanted && document.activeElement === box) show(texts, kinds);
    } catch (error) {
      if (error.name !== "AbortError") show([], []); // the box works without suggestions
    }
  }

  function changed() {
    typed = box.value;
    clearTimeout(timer);
    if (composing) return; // what an input method has not settled yet is nobody's query
    if (typed.trim()) timer = setTimeout(ask, PAUSE);
    else close();
  }

  box.addEventListener("compositionstart", () => {
    composing = true;
    clearTimeout(timer);
    asking?.abort();
  });
  box.addEventListener("compositionend", () => {
    composing = false;
    changed();
  });
  box.addEventListener("input", changed);
  box.addEventListener("blur", close);
  box.addEventListener("keydown", (event) => {
    if (event.isComposing || list.hidden) return; // the keys are the input method's
    const last = list.children.length - 1;
    if (event.key === "ArrowDown") choose(active === last ? -1 : active + 1);
    else if (event.key === "ArrowUp") choose(active === -1 ? last : active - 1);
    else if (event.key === "Escape") {
      choose(-1);
      close();
    } else return;
    event.preventDefault();
  });
  list.addEventListener("pointerdown", (event) => event.preventDefault()); // the box keeps the focus
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (!option) return;
    box.value = option.dataset.text;
    box.form.requestSubmit();
  });
})();
