/* Runs before the first paint, so that a remembered theme never flashes. Without a choice the system decides, in CSS. */
(() => {
  try {
    const choice = localStorage.getItem("theme");
    if (choice === "light") document.documentElement.dataset.theme = "aoxanh";
    if (choice === "dark") document.documentElement.dataset.theme = "aoxanh-dark";
  } catch {
    // storage may be closed to us: the system's theme stands
  }
})();
