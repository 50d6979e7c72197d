// Small helps on pages: a refused form shows its summary first; "Alles openen" opens a whole tree.

export function startWords() {
  document.getElementById("fouten")?.focus();
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-open-all], [data-close-all]");
    if (!button) return;
    const open = button.hasAttribute("data-open-all");
    for (const part of document.querySelectorAll("main .tree details")) part.open = open;
  });
  for (const button of document.querySelectorAll("[data-open-all], [data-close-all]")) button.hidden = false;
}
