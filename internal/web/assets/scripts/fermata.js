// What makes pages smoother where scripts run. Every page works without it.

// Digits answer the question one is at, and go on to the next.
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || !/^[0-9]$/.test(event.key)) return;
  const typing = event.target.closest("textarea, select, input:not([type=radio]):not([type=checkbox])");
  const questions = [...document.querySelectorAll("fieldset[data-digits]")];
  if (typing || questions.length === 0) return;
  const here = event.target.closest("fieldset[data-digits]");
  const open = here ?? questions.find((q) => !q.querySelector("input:checked")) ?? questions[0];
  const answer = open.querySelector(`input[value="${event.key}"]`);
  if (!answer) return;
  event.preventDefault();
  answer.checked = true;
  answer.dispatchEvent(new Event("change", { bubbles: true }));
  const next = questions[questions.indexOf(open) + 1];
  const to = answer.dataset.mark === undefined && next ? next.querySelector("input") : answer;
  to.focus();
  to.scrollIntoView({ block: "center" });
});

// Leaving quickly: the page is empty before anything is asked of the server, and
// no page of Fermata's is left one step back. Escape twice does the same.
const leave = document.querySelector("form[data-leave]");
if (leave) {
  const go = (event) => {
    event?.preventDefault();
    document.title = "New page";
    document.body.replaceChildren();
    fetch("/leave", { method: "POST", redirect: "manual", keepalive: true }).catch(() => {}).finally(() => location.replace("/blank"));
  };
  leave.addEventListener("submit", go);
  let last = -Infinity;
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") { last = -Infinity; return; }
    if (event.timeStamp - last < 1000) go(event);
    last = event.timeStamp;
  });
}

// A button that prints is of use only where this runs.
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
