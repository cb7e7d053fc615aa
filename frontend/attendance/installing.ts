/* Keeps the app on the phone, and offers its new versions and the home screen. A new version waits until somebody says that it may: what waits to
   be sent is in IndexedDB and outlives it. */
interface InstallPrompt extends Event {
  prompt(): Promise<void>;
}

export class Installing {
  private waiting?: ServiceWorker;

  constructor(
    private home: HTMLElement,
    worker: string,
    scope: string,
  ) {
    this.part("[data-restart]").addEventListener("click", () => this.waiting?.postMessage("at rest"));
    window.addEventListener("beforeinstallprompt", (event) => this.offerHomeScreen(event as InstallPrompt));
    if ("serviceWorker" in navigator) void this.register(worker, scope);
  }

  private part(selector: string): HTMLElement {
    return this.home.querySelector<HTMLElement>(selector)!;
  }

  private async register(worker: string, scope: string): Promise<void> {
    const had = Boolean(navigator.serviceWorker.controller);
    navigator.serviceWorker.addEventListener("controllerchange", () => had && location.reload());
    const registration = await navigator.serviceWorker.register(worker, { scope, updateViaCache: "none" }).catch(() => undefined);
    if (!registration) return;
    this.offer(registration.waiting);
    registration.addEventListener("updatefound", () => {
      const fresh = registration.installing;
      fresh?.addEventListener("statechange", () => fresh.state === "installed" && had && this.offer(fresh));
    });
    window.addEventListener("online", () => void registration.update().catch(() => undefined));
  }

  private offer(fresh: ServiceWorker | null): void {
    if (!fresh) return;
    this.waiting = fresh;
    this.part("[data-update]").hidden = false;
  }

  private offerHomeScreen(prompt: InstallPrompt): void {
    prompt.preventDefault();
    this.part("[data-install]").hidden = false;
    this.part("[data-install-now]").onclick = () => {
      this.part("[data-install]").hidden = true;
      void prompt.prompt();
    };
  }
}
