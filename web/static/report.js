// Steps through the hits of a report by the keys n and p; the links beside each hit do without it.
const KEYS = { n: 1, p: -1 };
const SETTING = "archive.keys";

const text = document.querySelector(".full-text");
const hits = text.dataset.hits.split(" ").filter(Boolean);
const button = document.querySelector("button.keys");
const said = document.createElement("p");
said.className = "unseen";
said.setAttribute("role", "status");
document.body.append(said);

// A browser may refuse to keep anything; then the keys are on again on the next page.
const kept = () => { try { return localStorage.getItem(SETTING); } catch { return null; } };
const keep = (value) => { try { localStorage.setItem(SETTING, value); } catch { /* see above */ } };

let on = kept() !== "off";
const showSetting = () => {
  button.setAttribute("aria-pressed", on);
  button.querySelector(".state").textContent = on ? button.dataset.on : button.dataset.off;
};
if (button) {
  button.hidden = false;
  showSetting();
  button.addEventListener("click", () => {
    on = !on;
    keep(on ? "on" : "off");
    showSetting();
  });
}

const place = (hit) => document.getElementById(`p${hit}`);
const middle = (element) => {
  const { top, bottom } = element.getBoundingClientRect();
  return (top + bottom) / 2;
};

// From the hit that is in view and was asked for, else from where the reader has come to.
const following = (way) => {
  const here = place(location.hash.slice(2));
  const at = hits.indexOf(location.hash.slice(2));
  if (at >= 0 && middle(here) > 0 && middle(here) < innerHeight) return at + way;
  const line = 96; // what lies above it is under the page's head, or gone
  const below = hits.findIndex((hit) => middle(place(hit)) > line);
  const next = below < 0 ? hits.length : below;
  return way > 0 ? next : next - 1;
};

const step = (way) => {
  const at = Math.max(0, Math.min(hits.length - 1, following(way)));
  location.replace(`#p${hits[at]}`); // marks it as the target, and adds nothing to the history
  const target = place(hits[at]);
  target.tabIndex = -1;
  target.focus({ preventScroll: true });
  said.textContent = text.dataset.said
    .replace("{position}", at + 1).replace("{count}", hits.length);
};

document.addEventListener("keydown", (event) => {
  const way = KEYS[event.key];
  const typing = event.target.closest("input, textarea, select, [contenteditable]");
  if (!way || !on || !hits.length || typing || event.isComposing) return;
  if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
  event.preventDefault();
  step(way);
});

