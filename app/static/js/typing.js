// What somebody types while a part of the form is being fetched: the part that comes shows what stood there
// when it was asked for, so what stands there now goes into it.

export function startTyping() {
  document.addEventListener("htmx:before:swap", (event) => {
    for (const { fragment } of event.detail.tasks) {
      for (const fresh of fragment.querySelectorAll("input[id], textarea[id]")) {
        const now = document.getElementById(fresh.id);
        if (now) Object.assign(fresh, { value: now.value, checked: now.checked });
      }
    }
  });
}
