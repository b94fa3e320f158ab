/* Chooses light or dark before the first paint; a reader's own choice comes from the server. */
(() => {
  const page = document.documentElement;
  if (page.dataset.themeChoice !== "auto") return;
  const dark = window.matchMedia("(prefers-color-scheme: dark)");
  const apply = () => {
    if (dark.matches) page.dataset.bsTheme = "dark";
    else delete page.dataset.bsTheme;
  };
  dark.addEventListener("change", apply);
  apply();
})();
