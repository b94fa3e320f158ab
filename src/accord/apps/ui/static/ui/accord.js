/* What pages gain from JavaScript; every page works without it. */

/** Closes every open menu but one. */
function closeMenus(except) {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (menu !== except) menu.open = false;
  }
}

document.addEventListener("click", (event) => {
  closeMenus(event.target.closest("details.menu"));
  event.target.closest("[data-dismiss]")?.closest("[data-message]")?.remove();
});

document.addEventListener("keydown", (event) => {
  const menu = event.target.closest?.("details.menu[open]");
  if (event.key !== "Escape" || !menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
});

/** Marks a form as sent, so that a second press does nothing. */
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || event.defaultPrevented) return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "yes";
  form.setAttribute("aria-busy", "true");
  setTimeout(() => reopen(form), 4000); /* the answer may be a file, and the page stays */
});

/** Lets a form be sent again. */
function reopen(form) {
  delete form.dataset.sent;
  form.removeAttribute("aria-busy");
}

/* A page that comes back from the browser's memory may be sent again. */
window.addEventListener("pageshow", () => {
  document.querySelectorAll("form[data-sent]").forEach(reopen);
});

/* Addresses of searches carry only what was filled in. */
document.addEventListener("htmx:configRequest", (event) => {
  const { elt, formData } = event.detail;
  if (!elt.matches("form[data-tidy]")) return;
  for (const key of new Set(formData.keys())) {
    if (formData.getAll(key).every((value) => value === "")) formData.delete(key);
  }
});

/* A changed table says to a screen reader what it shows now. */
document.addEventListener("htmx:afterSettle", (event) => {
  const summary = event.detail.elt?.dataset?.summary;
  if (summary) document.getElementById("announcer").textContent = summary;
});

/* The server did not answer, or answered with an error: say so instead of doing nothing. */
for (const failure of ["htmx:responseError", "htmx:sendError", "htmx:timeout"]) {
  document.addEventListener(failure, (event) => {
    const quiet = event.detail.elt?.closest("[data-quiet]");
    if (quiet) {
      /* What it shows is no longer asked for by anybody who could answer; the next answer replaces it. */
      quiet.querySelector(".job-lost > [hidden]")?.removeAttribute("hidden");
      return;
    }
    const notice = document.getElementById("failure-notice");
    if (notice) document.getElementById("messages")?.replaceChildren(notice.content.cloneNode(true));
  });
}

/* After a form was refused, the summary of its errors is what to read first. */
document.querySelector(".error-summary")?.focus();
