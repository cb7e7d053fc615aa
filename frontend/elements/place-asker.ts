/* <place-asker data-waits="…"><form>… <button data-ask></form></place-asker>: the button asks the phone where it is, once, and sends the form
   with latitude, longitude and accuracy. Where the phone does not know or its owner refuses, the form goes without: the server says what to do. */
class PlaceAsker extends HTMLElement {
  connectedCallback(): void {
    this.querySelector("form")?.addEventListener("submit", this.ask);
  }

  private ask = (event: SubmitEvent): void => {
    const form = event.target as HTMLFormElement;
    if (form.dataset.asked || !navigator.geolocation) return;
    event.preventDefault();
    form.dataset.asked = "1";
    const button = form.querySelector<HTMLButtonElement>("[data-ask]")!;
    button.disabled = true;
    button.textContent = this.dataset.waits ?? "";
    const send = (): void => form.submit();
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        for (const name of ["latitude", "longitude", "accuracy"] as const)
          form.querySelector<HTMLInputElement>(`[name=${name}]`)!.value = String(coords[name]);
        send();
      },
      send,
      { enableHighAccuracy: true, timeout: 15_000, maximumAge: 30_000 },
    );
  };
}

customElements.define("place-asker", PlaceAsker);

export {};
