// Copies a citation at one click, says so, and leaves the link to the other forms beside it.
{
  const { copied, failed, forms } = document.currentScript.dataset;

  const said = document.createElement("p");
  said.className = "unseen";
  said.setAttribute("role", "status");
  document.body.append(said);
  const say = (text) => {
    said.textContent = "";
    requestAnimationFrame(() => { said.textContent = text; });
  };

  // For pages served without TLS, where browsers have no navigator.clipboard.
  const copyBySelection = (text) => {
    const area = document.createElement("textarea");
    area.value = text;
    area.className = "unseen";
    const before = document.activeElement;
    document.body.append(area);
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    before?.focus({ preventScroll: true });
    return done;
  };

  const copy = async (text) => {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      return copyBySelection(text);
    }
  };

  const show = (beside, text) => {
    document.querySelector(".copied")?.remove();
    const note = document.createElement("span");
    note.className = "copied";
    note.append(text);
    if (beside.href) {
      const link = document.createElement("a");
      link.href = beside.href;
      link.textContent = forms;
      note.append(" ", link);
    }
    beside.after(note);
  };

  document.addEventListener("click", async (event) => {
    const source = event.target.closest("[data-copy]");
    if (!source || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    const text = (await copy(source.dataset.copy)) ? copied : failed;
    show(source, text);
    say(text);
  });

  for (const button of document.querySelectorAll("button.copy")) button.hidden = false;
}
