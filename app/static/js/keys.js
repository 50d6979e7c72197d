// Keys for who knows the way: `/` searches, `g` and a letter goes to a link of the menu, `?` lists
// them, arrows move through a list. Single keys can be switched off (WCAG 2.1.4) on the page Toetsen.

const STORE = "ssc-toetsen";
const CHORD = 1500;
const FIELDS = "input, textarea, select, [contenteditable]";

const areOn = () => {
  try {
    return localStorage.getItem(STORE) !== "uit";
  } catch {
    return true; // a browser that keeps nothing still has its keys
  }
};

export function startKeys() {
  startSwitch();
  let since = -Infinity;
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.target.closest?.(FIELDS) || document.querySelector("dialog[open]")) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (moveInList(event.target, event.key === "ArrowDown" ? 1 : -1)) event.preventDefault();
      return;
    }
    if (!areOn()) return;
    const afterG = event.timeStamp - since < CHORD;
    since = -Infinity;
    if (afterG) {
      if (go(event.key)) event.preventDefault();
    } else if (event.key === "g") {
      since = event.timeStamp;
    } else if (event.key === "/" && search()) {
      event.preventDefault();
    } else if (event.key === "?") {
      showKeys();
    }
  });
}

function go(letter) {
  const link = document.querySelector(`.nav a[data-key="${CSS.escape(letter)}"]`);
  link?.click();
  return Boolean(link);
}

function search() {
  const field = document.querySelector('[data-search], main input[type="search"]');
  field?.focus();
  field?.select();
  return Boolean(field);
}

// From the link that opens a row to that of the row above or below it.
function moveInList(from, step) {
  const link = from.closest?.("a.row-link");
  if (!link) return false;
  const all = [...document.querySelectorAll("main a.row-link")].filter((one) => one.checkVisibility());
  const next = all[all.indexOf(link) + step];
  next?.focus();
  return Boolean(next);
}

function showKeys() {
  let box = document.querySelector("dialog.keys");
  if (!box) {
    box = document.createElement("dialog");
    box.className = "keys";
    box.setAttribute("aria-labelledby", "h-keys");
    const title = document.createElement("h2");
    title.id = "h-keys";
    title.textContent = "Toetsen";
    const list = document.createElement("dl");
    add(list, "/", "Zoeken");
    add(list, "?", "Deze lijst");
    for (const link of document.querySelectorAll(".nav a[data-key]")) {
      add(list, `g ${link.dataset.key}`, link.firstChild.textContent.trim());
    }
    const form = document.createElement("form");
    form.method = "dialog";
    const close = document.createElement("button");
    close.className = "utrecht-button utrecht-button--secondary-action";
    close.textContent = "Sluiten";
    form.append(close);
    box.append(title, list, form);
    document.body.append(box);
  }
  box.showModal();
}

function add(list, key, words) {
  const term = document.createElement("dt");
  const mark = document.createElement("kbd");
  mark.textContent = key;
  term.append(mark);
  const text = document.createElement("dd");
  text.textContent = words;
  list.append(term, text);
}

function startSwitch() {
  const button = document.querySelector("[data-keys-switch]");
  if (!button) return;
  const show = () => {
    button.textContent = areOn() ? "Toetsen uitzetten" : "Toetsen aanzetten";
    button.setAttribute("aria-pressed", String(areOn()));
  };
  button.hidden = false;
  button.addEventListener("click", () => {
    localStorage.setItem(STORE, areOn() ? "uit" : "aan");
    show();
  });
  show();
}
