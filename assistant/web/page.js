// What the chat does in the browser beyond gradio's own: sources open, new questions come into view.
(() => {
  const still = matchMedia("(prefers-reduced-motion: reduce)");

  const show = (element, block) =>
    element.scrollIntoView({ block, behavior: still.matches ? "auto" : "smooth" });

  // A marker [n] opens the source card that its link names.
  document.addEventListener("click", (event) => {
    const marker = event.target.closest?.("a.marker");
    if (!marker) return;
    event.preventDefault();
    const card = document.getElementById(marker.getAttribute("href").slice(1));
    if (!card) return;
    card.closest("details.many")?.setAttribute("open", "");
    card.open = true;
    show(card.querySelector("mark") ?? card, "center");
    card.querySelector("summary").focus({ preventScroll: true });
  });

  // A new question goes to the top of the conversation, its answer grows below it. gradio names
  // each message by its raw HTML for screen readers; without that name they read its text.
  let asked = 0;
  new MutationObserver(() => {
    const questions = document.querySelectorAll("#chat .asked");
    if (questions.length > asked) show(questions[questions.length - 1], "start");
    asked = questions.length;
    for (const named of document.querySelectorAll("#chat [data-testid][aria-label*='<div']"))
      named.removeAttribute("aria-label");
    document.querySelector("#chat [role=log]")?.setAttribute("aria-label", "问答记录");
  }).observe(document.documentElement, { childList: true, subtree: true });
})();
