/* <qr-scanner data-none data-denied data-starting>…</qr-scanner>: the camera as a reader of QR codes. The three sentences come translated.
   - dispatches `scan` (bubbles), detail {text}; the same code again only after 3 seconds out of sight
   - `pause()` and `resume()` while a result fills the screen
   - buttons with `data-torch` in the same <section> switch the light; they are hidden where there is none
   - `data-state` is starting, open, closed; a paragraph role=status says why there is no picture, so that typing the code stays a way
   The picture is read by the browser's own detector, else by ZXing as WebAssembly from this site. */
import zxingUrl from "zxing-wasm/reader/zxing_reader.wasm?url";

interface Detector {
  detect(source: HTMLVideoElement): Promise<{ rawValue: string }[]>;
}
type DetectorClass = {
  new (options: { formats: string[] }): Detector;
  getSupportedFormats(): Promise<string[]>;
};

/* At least so long between two looks, and never more than half of the time: a cheap phone has to draw as well. */
const REST_MS = 50;
const FORGET_AFTER_MS = 3000;
const RETICLE =
  '<svg class="w-64 lg:w-80" viewBox="0 0 200 200" aria-hidden="true"><path class="reticle" d="M8 48V28A20 20 0 0 1 28 8H48M152 8H172A20 20 0 0 1 192 28V48M192 152V172A20 20 0 0 1 172 192H152M48 192H28A20 20 0 0 1 8 172V152"/></svg>';

async function detector(): Promise<Detector> {
  const own = (window as unknown as { BarcodeDetector?: DetectorClass }).BarcodeDetector;
  if (own && (await own.getSupportedFormats()).includes("qr_code")) return new own({ formats: ["qr_code"] });
  const zxing = await import("barcode-detector/ponyfill");
  zxing.prepareZXingModule({ overrides: { locateFile: (path: string, prefix: string) => (path.endsWith(".wasm") ? zxingUrl : prefix + path) } });
  return new zxing.BarcodeDetector({ formats: ["qr_code"] });
}

class QrScanner extends HTMLElement {
  private video = document.createElement("video");
  private status = document.createElement("p");
  private stream?: MediaStream;
  private reader?: Detector;
  private timer = 0;
  private isPaused = false;
  private last = { text: "", at: 0 };

  connectedCallback(): void {
    this.video.setAttribute("playsinline", "");
    this.video.muted = true;
    this.status.setAttribute("role", "status");
    const frame = document.createElement("div");
    frame.className = "reticle-box";
    frame.innerHTML = RETICLE;
    this.append(this.video, frame, this.status);
    document.addEventListener("visibilitychange", this.follow);
    for (const button of this.torchButtons()) button.addEventListener("click", () => void this.switchTorch(button));
    void this.open();
  }

  disconnectedCallback(): void {
    document.removeEventListener("visibilitychange", this.follow);
    this.close();
  }

  pause(): void {
    this.isPaused = true;
  }

  resume(): void {
    this.isPaused = false;
    this.last.at = performance.now();
  }

  private follow = (): void => {
    if (document.hidden) this.close();
    else void this.open();
  };

  private async open(): Promise<void> {
    if (this.stream) return;
    this.say("starting", this.dataset.starting);
    if (!navigator.mediaDevices?.getUserMedia) return this.say("closed", this.dataset.none);
    try {
      this.stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment", width: { ideal: 1280 } }, audio: false });
    } catch (error) {
      const isDenied = (error as DOMException).name === "NotAllowedError";
      return this.say("closed", isDenied ? this.dataset.denied : this.dataset.none);
    }
    if (!this.isConnected) return this.close();
    this.video.srcObject = this.stream;
    await this.video.play();
    this.say("open", "");
    this.showTorch();
    this.reader ??= await detector();
    this.look();
  }

  private close(): void {
    clearTimeout(this.timer);
    for (const track of this.stream?.getTracks() ?? []) track.stop();
    this.stream = undefined;
    this.dataset.state = "closed";
  }

  private say(state: string, sentence = ""): void {
    this.dataset.state = state;
    this.status.textContent = sentence;
    this.status.hidden = !sentence;
  }

  private look(rest = REST_MS): void {
    this.timer = window.setTimeout(async () => {
      const began = performance.now();
      if (!this.isPaused && this.reader && this.video.readyState >= 2) {
        const found = await this.reader.detect(this.video).catch(() => []);
        for (const { rawValue } of found.slice(0, 1)) this.report(rawValue);
      }
      if (this.stream) this.look(Math.max(REST_MS, performance.now() - began));
    }, rest);
  }

  private report(text: string): void {
    const now = performance.now();
    const isSame = text === this.last.text && now - this.last.at < FORGET_AFTER_MS;
    this.last = { text, at: now };
    if (isSame || this.isPaused) return;
    this.dispatchEvent(new CustomEvent("scan", { bubbles: true, detail: { text } }));
  }

  private torchButtons(): HTMLElement[] {
    return [...(this.closest("section") ?? document).querySelectorAll<HTMLElement>("[data-torch]")];
  }

  private showTorch(): void {
    const track = this.stream?.getVideoTracks()[0];
    const has = Boolean((track?.getCapabilities?.() as { torch?: boolean } | undefined)?.torch);
    for (const button of this.torchButtons()) button.hidden = !has;
  }

  private async switchTorch(button: HTMLElement): Promise<void> {
    const isOn = button.getAttribute("aria-pressed") !== "true";
    await this.stream?.getVideoTracks()[0]?.applyConstraints({ advanced: [{ torch: isOn } as MediaTrackConstraintSet] });
    button.setAttribute("aria-pressed", String(isOn));
  }
}

customElements.define("qr-scanner", QrScanner);
