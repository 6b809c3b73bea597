// The staff page, quicker: a paragraph's verdicts follow what is typed, the letter can be copied, and
// a page with unsaved changes is not left by mistake. Without this script the forms do the same.
"use strict";

(() => {
  const PAUSE = 250; // milliseconds without a key before the check is asked
  const form = document.querySelector("form[data-check]");

  for (const button of document.querySelectorAll("button[data-copy]")) {
    button.classList.add("ready");
    button.addEventListener("click", async () => {
      const field = document.getElementById(button.dataset.copy);
      try {
        await navigator.clipboard.writeText(field.value);
      } catch {
        field.closest("details").open = true;
        field.select();
        document.execCommand("copy");
      }
      button.textContent = "已复制";
    });
  }
  if (!form) return;

  let changed = false;
  const unsaved = document.getElementById("unsaved");
  form.addEventListener("input", () => {
    changed = true;
    if (unsaved) unsaved.textContent = "有改动，还没有保存。";
  });
  form.addEventListener("submit", () => {
    changed = false;
  });
  window.addEventListener("beforeunload", (event) => {
    if (changed) event.preventDefault();
  });

  for (const field of form.querySelectorAll("textarea[data-item]")) {
    let timer = 0;
    let asked = 0;
    const shown = document.getElementById(`check-${field.dataset.item}`);
    const check = async () => {
      const mine = ++asked;
      const sent = new FormData();
      sent.set("item", field.dataset.item);
      sent.set("text", field.value);
      try {
        const reply = await fetch(form.dataset.check, { method: "POST", body: sent });
        const html = reply.ok ? await reply.text() : "";
        if (mine !== asked) return; // what was typed since is being checked
        if (!html) throw new Error(String(reply.status));
        const held = shown.querySelector("input:focus");
        if (!held) shown.innerHTML = html; // made by our own server, every value escaped
        shown.classList.remove("waiting");
      } catch {
        if (mine === asked) shown.textContent = "核对暂时没有连上；保存时会再核对。";
      }
    };
    field.addEventListener("input", () => {
      shown.classList.add("waiting");
      clearTimeout(timer);
      timer = setTimeout(check, PAUSE);
    });
  }
})();
