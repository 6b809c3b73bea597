// The page of one recorded answer: sources open by their markers, and all of them for printing.
(() => {
  const cards = () => document.querySelectorAll(".recorded details");
  let closed = [];

  document.addEventListener("click", (event) => {
    const link = event.target.closest?.(".recorded a[href^='#']");
    const target = link && document.getElementById(link.getAttribute("href").slice(1));
    for (let one = target?.closest("details"); one; one = one.parentElement.closest("details"))
      one.open = true;
  });

  addEventListener("beforeprint", () => {
    closed = [...cards()].filter((card) => !card.open);
    for (const card of closed) card.open = true;
  });
  addEventListener("afterprint", () => {
    for (const card of closed) card.open = false;
  });

  const button = document.querySelector(".print-page");
  button.hidden = false;
  button.addEventListener("click", () => print());
})();
