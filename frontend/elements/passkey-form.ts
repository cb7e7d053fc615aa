/* <passkey-form data-options="ADDRESS" data-do="get|create" data-failed="…" data-unfit="…" hidden><form>… a hidden input `credential` …</form></passkey-form>:
   a form that the browser fills: before it is sent, the options are fetched and the browser asks for a passkey, or makes one.
   It shows itself where passkeys work; elsewhere `data-unfit`, if there is one, says what they need. What failed is said below the form. */

export type Json = Record<string, unknown>;
type Named = { id: string };

const bytes = (text: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (sign) => sign.charCodeAt(0));

function text(buffer: ArrayBuffer | null | undefined): string | undefined {
  if (!buffer) return undefined;
  const signs = Array.from(new Uint8Array(buffer), (byte) => String.fromCharCode(byte)).join("");
  return btoa(signs).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

const named = (list: Named[] | undefined): object[] => (list ?? []).map((one) => ({ ...one, type: "public-key", id: bytes(one.id) }));

/* The server speaks base64url, browsers of 2023 bytes. */
function readable({ publicKey: said }: { publicKey: Json }): Json {
  const user = said.user as Named | undefined;
  return {
    ...said,
    challenge: bytes(said.challenge as string),
    ...(user && { user: { ...user, id: bytes(user.id) } }),
    allowCredentials: named(said.allowCredentials as Named[]),
    excludeCredentials: named(said.excludeCredentials as Named[]),
  };
}

function spoken(credential: PublicKeyCredential): string {
  const { response } = credential;
  const parts =
    response instanceof AuthenticatorAttestationResponse
      ? { attestationObject: text(response.attestationObject), transports: response.getTransports?.() ?? [] }
      : {
          authenticatorData: text((response as AuthenticatorAssertionResponse).authenticatorData),
          signature: text((response as AuthenticatorAssertionResponse).signature),
          userHandle: text((response as AuthenticatorAssertionResponse).userHandle),
        };
  return JSON.stringify({
    id: credential.id,
    rawId: text(credential.rawId),
    type: credential.type,
    authenticatorAttachment: credential.authenticatorAttachment,
    clientExtensionResults: credential.getClientExtensionResults(),
    response: { clientDataJSON: text(response.clientDataJSON), ...parts },
  });
}

/* A passkey belongs to a name: not to a bare network address, and not to a page without https. */
const isFit = (): boolean => "PublicKeyCredential" in window && !/^[\d.]+$|^\[/.test(location.hostname);

class PasskeyForm extends HTMLElement {
  private form!: HTMLFormElement;

  connectedCallback(): void {
    this.form = this.querySelector("form")!;
    if (isFit()) {
      this.hidden = false;
      this.form.addEventListener("submit", this.ask);
    } else if (this.dataset.unfit) {
      this.hidden = false;
      this.form.hidden = true;
      this.say(this.dataset.unfit);
    }
  }

  private ask = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const button = event.submitter;
    button?.classList.add("is-busy");
    this.say("");
    try {
      this.form.querySelector<HTMLInputElement>("[name=credential]")!.value = spoken(await this.credential());
      this.form.submit();
    } catch {
      this.say(this.dataset.failed ?? "");
      button?.classList.remove("is-busy");
    }
  };

  private async credential(): Promise<PublicKeyCredential> {
    const answer = await fetch(this.dataset.options!, { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(answer.statusText);
    const publicKey = readable(await answer.json());
    const found =
      this.dataset.do === "create"
        ? await navigator.credentials.create({ publicKey: publicKey as unknown as PublicKeyCredentialCreationOptions })
        : await navigator.credentials.get({ publicKey: publicKey as unknown as PublicKeyCredentialRequestOptions });
    if (!found) throw new Error("nothing chosen");
    return found as PublicKeyCredential;
  }

  private say(words: string): void {
    const place = this.querySelector<HTMLElement>("[data-fault]");
    if (!place) return;
    place.textContent = words;
    place.hidden = !words;
  }
}

customElements.define("passkey-form", PasskeyForm);
