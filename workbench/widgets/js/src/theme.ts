/** Light, dark or the system's: kept in the browser, set as data-wb-theme on the document. */
export type Theme = "auto" | "light" | "dark";

export const THEMES: readonly { key: Theme; icon: string }[] = [
  { key: "light", icon: "sun" },
  { key: "dark", icon: "moon" },
  { key: "auto", icon: "auto" },
];

const KEPT_AS = "wb-theme";

export function themeInUse(): Theme {
  const kept = keptTheme();
  return kept === "light" || kept === "dark" ? kept : "auto";
}

/** Sets the theme chosen earlier; without a choice the surroundings (JupyterLab, the system) decide. */
export function applyTheme(): void {
  const kept = keptTheme();
  if (kept === "light" || kept === "dark" || kept === "auto") document.documentElement.dataset["wbTheme"] = kept;
}

export function chooseTheme(theme: Theme): void {
  try {
    localStorage.setItem(KEPT_AS, theme);
  } catch {
    // A browser that keeps nothing still shows the choice until the page is left.
  }
  document.documentElement.dataset["wbTheme"] = theme;
}

function keptTheme(): string | null {
  try {
    return localStorage.getItem(KEPT_AS);
  } catch {
    return null;
  }
}
