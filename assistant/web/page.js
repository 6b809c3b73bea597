// What the chat does in the browser beyond gradio's own: sources open, new questions come into view.
(() => {
  const still = matchMedia("(prefers-reduced-motion: reduce)");

  const show = (element, block) =>
    element.scrollIntoView({ block, behavior: still.matches ? "auto" : "smooth" });

  // A marker [n] opens the source card that its link names, and a link in the card leads back to the
  // sentence.
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("#chat a[href^='#']");
    if (!link) return;
    event.preventDefault();
    const target = document.getElementById(link.getAttribute("href").slice(1));
    if (!target) return;
    for (let one = target.closest("details"); one; one = one.parentElement.closest("details"))
      one.open = true;
    show(target.querySelector("mark") ?? target, "center");
    (target.querySelector("summary") ?? target).focus({ preventScroll: true });
  });

  // What was asked last, until its answer is there: a page that loses its server asks for it again.
  const LOST = "connection-lost";
  let unanswered = "";
  const box = () => document.querySelector("#question textarea");
  const ask = (event) => {
    const example = event.target.closest?.("#examples button");
    const sent = event.key === "Enter" ? event.target === box() : event.target.closest?.("#send");
    if (example) unanswered = example.textContent.trim();
    else if (sent && box()?.value.trim()) unanswered = box().value;
  };
  let leaving = false;
  for (const name of ["beforeunload", "pagehide"])
    addEventListener(name, () => {
      leaving = true;
    });
  document.addEventListener("click", ask, true);
  document.addEventListener("keydown", ask, true);
  let resting = false;
  const answered = () => {
    if (resting && box()?.disabled === false) unanswered = "";
    resting = box()?.disabled === true;
  };

  // gradio says in English that something went wrong; the words that the server sends are Chinese.
  // Where the connection broke it tries to reconnect, then loads the page anew.
  const inChinese = (toast) => {
    const title = toast.querySelector(".toast-title")?.firstChild;
    if (title && /[a-z]/i.test(title.data ?? "")) title.data = "提示 ";
    toast.querySelector("[data-testid=toast-close]")?.setAttribute("aria-label", "关闭");
    for (const text of toast.querySelectorAll("[data-testid=toast-text]")) {
      if (/[\u4e00-\u9fff]/.test(text.textContent)) continue;
      const lost = /connection/i.test(text.textContent);
      // Not where the reader leaves, which breaks the connection too.
      if (lost) setTimeout(() => leaving || sessionStorage.setItem(LOST, unanswered), 500);
      text.textContent = lost
        ? "与服务器的连接断了，正在重新连接。连上后本页会自动刷新，没有答完的问题会留在输入框里。"
        : "出了问题，没有处理。请稍后再试。";
    }
  };

  // After such a reload: what was asked is in the box again, and a sentence says why.
  const takeUpAgain = () => {
    const question = sessionStorage.getItem(LOST);
    const chat = document.getElementById("chat");
    if (question === null || !chat || !box() || document.querySelector("[data-testid=toast-body]"))
      return;
    sessionStorage.removeItem(LOST);
    const said = document.createElement("p");
    said.id = "reopened";
    said.setAttribute("role", "status");
    said.textContent = "刚才与服务器的连接断了，页面已重新打开，之前的对话没有保留。";
    chat.before(said);
    box().value = question;
    box().dispatchEvent(new Event("input", { bubbles: true }));
  };

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
    document.querySelectorAll("[data-testid=toast-body]").forEach(inChinese);
    takeUpAgain();
    answered();
  }).observe(document.documentElement, {
    childList: true,
    subtree: true,
    attributeFilter: ["disabled"],
  });
})();
