//! Light, dark or as the system: a choice of this computer, not of the home.
export type Theme = "system" | "light" | "dark";

const KEY = "cove.theme";
const dark = matchMedia("(prefers-color-scheme: dark)");

function held(): Theme {
  try {
    const value = localStorage.getItem(KEY);
    return value === "light" || value === "dark" ? value : "system";
  } catch {
    return "system";
  }
}

class ThemeChoice {
  choice = $state<Theme>(held());

  constructor() {
    dark.addEventListener("change", () => this.#apply());
  }

  choose(next: Theme): void {
    this.choice = next;
    try {
      if (next === "system") localStorage.removeItem(KEY);
      else localStorage.setItem(KEY, next);
    } catch {
      // Without storage it holds until the window closes.
    }
    this.#apply();
  }

  #apply(): void {
    const isDark = this.choice === "system" ? dark.matches : this.choice === "dark";
    document.documentElement.dataset.theme = isDark ? "dark" : "light";
  }
}

export const theme = new ThemeChoice();
