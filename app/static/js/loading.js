// What htmx does while it fetches: the old content stays, dimmed (CSS), and after 0.4 s a live
// region says so. Changes carry the token against forged requests.

const WAIT = 400;
const BUSY = "Bezig met ophalen …";
const FAILED = "Het ophalen lukte niet. Uw gegevens zijn bewaard. Probeer het opnieuw.";

export function say(words) {
  const region = document.getElementById("melding");
  if (region) region.textContent = words;
}

export function startLoading() {
  const token = document.querySelector('meta[name="csrf-token"]')?.content ?? "";
  let running = 0;
  let timer;

  document.addEventListener("htmx:config:request", (event) => {
    const request = event.detail?.ctx?.request;
    if (request?.headers) request.headers["X-CSRF-Token"] = token;
  });
  document.addEventListener("htmx:before:request", () => {
    running += 1;
    clearTimeout(timer);
    timer = setTimeout(() => say(BUSY), WAIT);
  });
  document.addEventListener("htmx:finally:request", () => {
    running = Math.max(0, running - 1);
    if (running) return;
    clearTimeout(timer);
    if (document.getElementById("melding")?.textContent === BUSY) say("");
  });
  document.addEventListener("htmx:error", () => say(FAILED));
}
