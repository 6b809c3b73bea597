// What the chat does in the browser beyond gradio's own: sources open, new questions come into view,
// a whole answer is announced and the focus returns to the box, a lost server is said in Chinese.
const page = (() => {
  const still = matchMedia("(prefers-reduced-motion: reduce)");
  const byFinger = matchMedia("(pointer: coarse)");
  const box = () => document.querySelector("#question textarea");
  const chat = () => document.getElementById("chat");
  const watchers = [];

  const show = (element, block) =>
    element.scrollIntoView({ block, behavior: still.matches ? "auto" : "smooth" });

  // A marker [n] opens the source card that its link names; a link back leads to the sentence.
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

  const fill = (field, text) => {
    field.value = text;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  };

  const put = (question) => {
    if (!box() || box().disabled) return false;
    fill(box(), question);
    box().focus();
    return true;
  };

  // gradio takes a field's text over a moment after it was typed.
  const settled = () => new Promise((done) => setTimeout(done, 80));

  const ask = async (question) => {
    if (!put(question)) return;
    await settled();
    document.getElementById("send")?.click();
  };

  document.addEventListener("click", (event) => {
    const asking = event.target.closest?.("button.ask");
    if (asking) ask(asking.value);
    const editing = event.target.closest?.("button.edit");
    if (editing) put(editing.value);
  });

  // One sentence above the conversation.
  const say = (text) => {
    const said = document.getElementById("reopened") ?? document.createElement("p");
    said.id = "reopened";
    said.setAttribute("role", "status");
    if (!said.isConnected) chat()?.before(said);
    said.textContent = text;
  };

  // What was asked last, until its answer is there: a page that loses its server asks for it again.
  const LOST = "connection-lost";
  let unanswered = "";
  const noteAsked = (event) => {
    const sent = event.key === "Enter" ? event.target === box() : event.target.closest?.("#send");
    if (sent && box()?.value.trim()) unanswered = box().value;
  };
  document.addEventListener("click", noteAsked, true);
  document.addEventListener("keydown", noteAsked, true);
  let leaving = false;
  for (const name of ["beforeunload", "pagehide"])
    addEventListener(name, () => {
      leaving = true;
    });

  // Announced once, when it is whole: of an answer that grows, a screen reader would read each step.
  const announce = (text) => {
    let announcer = document.getElementById("announcer");
    if (!announcer) {
      announcer = document.createElement("div");
      announcer.id = "announcer";
      announcer.setAttribute("role", "status");
      document.body.append(announcer);
    }
    announcer.textContent = text;
  };
  const announceAnswer = () => {
    const bubbles = document.querySelectorAll("#chat .bot-row");
    const last = bubbles[bubbles.length - 1];
    if (!last) return;
    const said = [...last.querySelectorAll(".badge, .said, .notice, .stopped")];
    const text = said.map((part) => part.textContent.replace(/\[\d+\]/g, "")).join(" ");
    announce(text);
  };

  // The box was disabled, which takes the focus from it. On a phone it would open the keyboard.
  const takeFocus = () => {
    const has = document.activeElement;
    const mayTake = !has || has === document.body || has.matches("button.ask, #send, #stop");
    if (mayTake && !byFinger.matches) box().focus({ preventScroll: true });
  };

  let resting = false;
  const noteAnswered = () => {
    const busy = box()?.disabled === true;
    if (resting && box()?.disabled === false) {
      unanswered = "";
      announceAnswer();
      takeFocus();
    }
    resting = busy;
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
    if (question === null || !chat() || !box()) return;
    if (document.querySelector("[data-testid=toast-body]")) return;
    sessionStorage.removeItem(LOST);
    const rest = question ? "，没有答完的问题在输入框里，请再问一次" : "";
    say(`刚才与服务器的连接断了，页面已重新打开${rest}。`);
    fill(box(), question);
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
    const log = document.querySelector("#chat [role=log]");
    log?.setAttribute("aria-label", "问答记录");
    log?.setAttribute("aria-live", "off");
    document.querySelectorAll("[data-testid=toast-body]").forEach(inChinese);
    takeUpAgain();
    noteAnswered();
    for (const watch of watchers) watch();
  }).observe(document.documentElement, {
    childList: true,
    subtree: true,
    attributeFilter: ["disabled"],
  });

  // On paper every source is open.
  let closed = [];
  addEventListener("beforeprint", () => {
    closed = [...document.querySelectorAll("#chat details:not([open])")];
    for (const card of closed) card.open = true;
  });
  addEventListener("afterprint", () => {
    for (const card of closed) card.open = false;
  });

  return { box, fill, ask, say, announce, settled, watch: (watcher) => watchers.push(watcher) };
})();
