// The theme a reader chose, kept in local storage: readers get no cookie. Loaded before the first paint.
// Without a choice, CSS follows the system. Tells the page by the event "themechange".
(() => {
  "use strict";

  const KEY = "theme";
  const system = window.matchMedia("(prefers-color-scheme: dark)");
  const root = document.documentElement;

  // Storage can be refused; the switch then lasts for the page.
  const recall = () => { try { return localStorage.getItem(KEY); } catch { return null; } };
  const remember = (theme) => { try { theme ? localStorage.setItem(KEY, theme) : localStorage.removeItem(KEY); } catch { /* see above */ } };

  const isDark = () => (root.dataset.theme ? root.dataset.theme === "dark" : system.matches);

  const chosen = recall();
  if (chosen === "dark" || chosen === "light") root.dataset.theme = chosen;

  function label() {
    for (const button of document.querySelectorAll("[data-theme-switch]")) {
      button.textContent = isDark() ? button.dataset.light : button.dataset.dark;
      button.hidden = false;
    }
  }

  function changed() {
    label();
    document.dispatchEvent(new CustomEvent("themechange"));
  }

  function toggle() {
    const wanted = isDark() ? "light" : "dark";
    // Back to what the system says: follow it again.
    if ((wanted === "dark") === system.matches) delete root.dataset.theme;
    else root.dataset.theme = wanted;
    remember(root.dataset.theme);
    changed();
  }

  system.addEventListener("change", changed);
  document.addEventListener("DOMContentLoaded", () => {
    label();
    for (const button of document.querySelectorAll("[data-theme-switch]")) button.addEventListener("click", toggle);
  });
})();
