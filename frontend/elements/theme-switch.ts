/* <theme-switch data-label data-system data-light data-dark>: the words come translated; the choice is kept on this device.
   `frontend/theme.ts` applies it before the first paint. */
const THEMES: Record<string, string> = { light: "aoxanh", dark: "aoxanh-dark" };

class ThemeSwitch extends HTMLElement {
  connectedCallback(): void {
    const select = document.createElement("select");
    for (const choice of ["system", "light", "dark"]) select.add(new Option(this.dataset[choice] ?? choice, choice));
    select.value = remembered();
    select.addEventListener("change", () => apply(select.value));
    const label = document.createElement("label");
    label.className = "theme-s";
    label.append(this.dataset.label ?? "", select);
    this.replaceChildren(label);
  }
}

function remembered(): string {
  try {
    return localStorage.getItem("theme") ?? "system";
  } catch {
    return "system";
  }
}

function apply(choice: string): void {
  if (choice in THEMES) document.documentElement.dataset.theme = THEMES[choice];
  else delete document.documentElement.dataset.theme;
  try {
    if (choice in THEMES) localStorage.setItem("theme", choice);
    else localStorage.removeItem("theme");
  } catch {
    // the choice holds for this page only
  }
  for (const select of document.querySelectorAll<HTMLSelectElement>("theme-switch select")) select.value = choice;
}

customElements.define("theme-switch", ThemeSwitch);
