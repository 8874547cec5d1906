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

// A form that is saved in place: the control that was used keeps the focus and
// stays where it is on the screen, and what was saved is said beside it. What
// comes back with something to put right begins with what that is. Anything
// else, a locked record or a server that is gone, is left to the browser, which
// sends the form once more as it would have without this.
{
  let used;
  const sender = (config) => config.triggeringEvent?.submitter;
  const sendWhole = ({ requestConfig }) => {
    const form = requestConfig.elt;
    const button = sender(requestConfig);
    if (button?.name) {
      const field = Object.assign(document.createElement("input"), { type: "hidden", name: button.name, value: button.value });
      form.append(field);
    }
    form.submit();
  };
  document.addEventListener("htmx:sendError", (event) => sendWhole(event.detail));
  document.addEventListener("htmx:beforeSwap", ({ detail }) => {
    used = undefined;
    if (!detail.shouldSwap) return sendWhole(detail);
    const came = new URL(detail.xhr.responseURL);
    if (detail.xhr.status < 300 && came.pathname !== location.pathname) {
      detail.shouldSwap = false;
      location.assign(came.href);
      return;
    }
    const control = sender(detail.requestConfig) ?? document.activeElement;
    used = {
      action: detail.requestConfig.elt.getAttribute("action"), name: control.name, value: control.value,
      words: control.textContent, top: control.getBoundingClientRect().top,
    };
  });
  document.addEventListener("htmx:afterSettle", () => {
    if (!used) return;
    const { action, name, value, words, top } = used;
    used = undefined;
    const said = document.getElementById("said");
    const saved = document.querySelector("#main .saved");
    const wrong = document.getElementById("error-summary");
    said.textContent = "";
    if (wrong) return wrong.focus();
    said.textContent = saved?.textContent ?? "";
    saved?.removeAttribute("role"); // it was said
    const control = [...document.querySelectorAll("form button")].find((button) =>
      button.form.getAttribute("action") === action && button.name === name && button.value === value && button.textContent === words);
    if (!control) {
      const to = saved ?? document.getElementById("main");
      to.tabIndex = -1;
      return to.focus();
    }
    for (let folded = control.closest("details"); folded; folded = folded.parentElement.closest("details")) folded.open = true;
    if (saved) control.form.append(saved);
    control.focus({ preventScroll: true });
    scrollBy({ top: control.getBoundingClientRect().top - top, behavior: "instant" });
  });
}
