// The conversations of this browser: of each its name and the ids of its answers, in localStorage; an
// answer itself is the server's, and is asked for by its id. And what a reader does with an answer:
// copy it, print it, say whether it helped. A question can come with the address (?q=).
(() => {
  const KEPT = "conversations";
  const CURRENT = "conversation"; // of this tab
  const MOST = 50;
  const MOST_ANSWERS = 100;
  const SHOWN = 20; // answers that the server opens again
  const QUESTION = 1000; // characters

  const make = (tag, properties = {}, ...children) => {
    const element = Object.assign(document.createElement(tag), properties);
    element.append(...children);
    return element;
  };
  const button = (text, onclick, className = "") =>
    make("button", { type: "button", textContent: text, onclick, className });

  // --- what is kept; a browser may forbid it, and others may have written it ---
  const isConversation = (one) =>
    typeof one?.id === "string" && typeof one.name === "string" && Array.isArray(one.answers);
  const read = () => {
    try {
      const kept = JSON.parse(localStorage.getItem(KEPT) ?? "[]");
      return Array.isArray(kept) ? kept.filter(isConversation) : [];
    } catch {
      return [];
    }
  };
  const write = (conversations) => {
    try {
      localStorage.setItem(KEPT, JSON.stringify(conversations.slice(0, MOST)));
    } catch {
      // No history then; the conversation itself goes on.
    }
  };
  const find = (id) => read().find((one) => one.id === id);
  const change = (id, changed) =>
    write(read().map((one) => (one.id === id ? { ...one, ...changed } : one)));
  const remove = (id) => write(read().filter((one) => one.id !== id));

  const current = () => sessionStorage.getItem(CURRENT);
  const shownIds = () =>
    [...document.querySelectorAll("#chat .permalink")].map((link) =>
      link.getAttribute("href").split("/").pop(),
    );
  let others = new Set(); // shown still, of the conversation before

  const turnTo = (id) => {
    const own = new Set(find(id)?.answers ?? []);
    others = new Set(shownIds().filter((answer) => !own.has(answer)));
    if (id) sessionStorage.setItem(CURRENT, id);
    else sessionStorage.removeItem(CURRENT);
  };

  const newId = () =>
    [...crypto.getRandomValues(new Uint8Array(9))].map((n) => n.toString(36)).join("");

  const keep = () => {
    const shown = shownIds().filter((answer) => !others.has(answer));
    const before = find(current());
    const fresh = shown.filter((answer) => !before?.answers.includes(answer));
    if (!fresh.length) return;
    const first = document.querySelector("#chat .asked")?.textContent.trim() ?? "";
    const kept = before ?? { id: newId(), name: first.slice(0, 40) || "对话", answers: [] };
    const answers = [...kept.answers, ...fresh].slice(-MOST_ANSWERS);
    write([{ ...kept, answers, at: Date.now() }, ...read().filter((one) => one.id !== kept.id)]);
    sessionStorage.setItem(CURRENT, kept.id);
  };

  // --- opening a conversation again ---
  const open = async (conversation) => {
    turnTo(conversation.id);
    const wanted = conversation.answers.slice(-SHOWN);
    page.fill(document.querySelector("#recorded textarea, #recorded input"), wanted.join(","));
    await page.settled();
    document.getElementById("reopen").click();
    setTimeout(() => {
      if (current() !== conversation.id) return;
      const shown = new Set(shownIds());
      const missing = wanted.filter((answer) => !shown.has(answer)).length;
      if (missing)
        page.say(`有 ${missing} 个以前的回答打不开：已过保存期限，或者保存的地方暂时打不开。`);
    }, 3000);
  };

  const begin = () => document.getElementById("clear")?.click();
  document.addEventListener(
    "click",
    (event) => {
      if (event.target.closest?.("#clear")) turnTo(null);
    },
    true,
  );

  // --- the list ---
  const when = (at) => (at ? new Date(at).toLocaleString("zh-CN", { dateStyle: "medium" }) : "");

  const renaming = (conversation, list) => {
    const field = make("input", { type: "text", value: conversation.name, maxLength: 60 });
    field.setAttribute("aria-label", "对话的名称");
    const done = () => {
      change(conversation.id, { name: field.value.trim() || conversation.name });
      list();
      document.querySelector(".history .open")?.focus();
    };
    field.onkeydown = (event) => {
      if (event.key !== "Enter") return;
      event.preventDefault(); // or it would press the button that has the focus next
      done();
    };
    return [field, button("确定", done)];
  };

  const entry = (conversation, list, dialog) => {
    const item = make("li");
    const opens = () => {
      dialog.close();
      open(conversation);
    };
    const renames = () => {
      item.replaceChildren(...renaming(conversation, list));
      item.querySelector("input").select();
    };
    const deletes = () => {
      remove(conversation.id);
      if (current() === conversation.id) begin();
      list();
      dialog.querySelector("button")?.focus();
    };
    const named = { 改名: renames, 删除: deletes };
    item.append(
      button(conversation.name, opens, "open"),
      make("time", { textContent: when(conversation.at) }),
      ...Object.entries(named).map(([text, act]) => {
        const acting = button(text, act);
        acting.setAttribute("aria-label", `${text}：${conversation.name}`);
        return acting;
      }),
    );
    return item;
  };

  const showDialog = (className, title, ...children) => {
    const dialog = make("dialog", { className: `dialog ${className}` });
    const heading = make("h2", { textContent: title, id: `${className}-title` });
    dialog.setAttribute("aria-labelledby", heading.id);
    dialog.append(heading, ...children.map((child) => (child instanceof Function ? child(dialog) : child)));
    dialog.addEventListener("close", () => dialog.remove());
    document.body.append(dialog);
    dialog.showModal();
    return dialog;
  };

  const showHistory = () => {
    const items = make("ul");
    const dialog = showDialog(
      "history",
      "历史对话",
      make("p", {
        className: "note",
        textContent:
          "列表只保存在这个浏览器里；打开一个对话时，按编号向服务器取它的回答，服务器上的到期自动删除。" +
          "在公用的电脑上，用完请删除全部记录。",
      }),
      items,
    );
    const list = () => {
      const kept = read();
      items.replaceChildren(...kept.map((one) => entry(one, list, dialog)));
      if (!kept.length) items.append(make("li", { textContent: "还没有对话。" }));
    };
    list();
    const deleteAll = () => {
      write([]);
      begin();
      list();
    };
    dialog.append(
      make(
        "div",
        { className: "buttons" },
        button("删除全部记录", deleteAll),
        button("关闭", () => dialog.close()),
      ),
    );
  };

  // --- copying ---
  const copyTheOldWay = (text) => {
    // Without https a page has no clipboard of its own.
    const field = make("textarea", { value: text });
    document.body.append(field);
    field.select();
    const done = document.execCommand("copy");
    field.remove();
    return done;
  };
  const copy = async (text) => {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      return copyTheOldWay(text);
    }
  };
  const showDone = (pressed, text) => {
    const before = pressed.textContent;
    pressed.textContent = text;
    page.announce(text);
    setTimeout(() => {
      pressed.textContent = before;
    }, 2000);
  };
  const fetched = async (address) => {
    const reply = await fetch(address);
    if (!reply.ok) throw new Error(String(reply.status));
    return reply.text();
  };
  const copies = async (pressed, text) => {
    try {
      showDone(pressed, (await copy(await text)) ? "已复制" : "没能复制");
    } catch {
      showDone(pressed, "没能复制");
    }
    pressed.focus({ preventScroll: true });
  };

  // --- whether it helped ---
  const REASONS = {
    wrong_figure: "数字或事实不对",
    not_asked: "答的不是我问的",
    not_found: "报告里有，但没有找到",
    unclear: "看不明白",
    other: "其他",
  };
  const judged = new Map(); // answer → whether it was useful

  const sendOpinion = async (answer, opinion) => {
    try {
      const reply = await fetch(`/a/${answer}/feedback`, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify(opinion),
      });
      if (!reply.ok) return (await reply.json()).detail ?? "没有收下，请稍后再试。";
    } catch {
      return "与服务器的连接断了，没有收下，请稍后再试。";
    }
    judged.set(answer, opinion.useful);
    markJudged();
    return "";
  };
  const markJudged = () => {
    for (const each of document.querySelectorAll("#chat :is(.useful, .useless)"))
      if (judged.has(each.value)) {
        const chosen = judged.get(each.value) === each.classList.contains("useful");
        each.classList.toggle("done", chosen);
        each.setAttribute("aria-pressed", String(chosen));
      }
  };

  const askWhy = (pressed) => {
    const choices = Object.entries(REASONS).map(([value, text]) =>
      make("label", {}, make("input", { type: "radio", name: "reason", value }), ` ${text}`),
    );
    const words = make("textarea", { rows: 3, maxLength: 500 });
    words.setAttribute("aria-label", "想说的话（可不填）");
    words.placeholder = "想说的话（可不填，请不要写姓名、电话等个人信息）";
    const status = make("p", { className: "note" });
    status.setAttribute("role", "status");
    const send = async (event) => {
      event.preventDefault();
      const reason = dialog.querySelector("input:checked")?.value ?? null;
      const wrong = await sendOpinion(pressed.value, { useful: false, reason, text: words.value });
      if (wrong) status.textContent = wrong;
      else {
        dialog.close();
        page.say("谢谢，您的意见已经收下。");
      }
    };
    const form = make(
      "form",
      { onsubmit: send },
      make("fieldset", {}, make("legend", { textContent: "请选一项（可不选）" }), ...choices),
      words,
      make("p", {
        className: "note",
        textContent: "意见和这个回答一起保存，供工作人员改进时查看，到期自动删除。",
      }),
      status,
      make(
        "div",
        { className: "buttons" },
        button("取消", () => dialog.close()),
        make("button", { type: "submit", textContent: "提交" }),
      ),
    );
    const dialog = showDialog("feedback", "这个回答哪里不好？", form);
  };

  // --- the place that a question lacks: found by name or pinyin among those that are covered ---
  const choosePlace = (pressed) => {
    const field = make("input", { type: "text", maxLength: 40, autocomplete: "off" });
    field.setAttribute("aria-label", "地名或拼音，例如 beijing、bj");
    field.placeholder = "地名或拼音，例如 beijing、bj";
    const items = make("ul", { className: "found" });
    const status = make("p", { className: "note" });
    status.setAttribute("role", "status");
    const dialog = showDialog(
      "places",
      "想问哪个地方？",
      field,
      status,
      items,
      make("div", { className: "buttons" }, button("关闭", () => dialog.close())),
    );
    const option = (place) => {
      const asks = () => {
        dialog.close();
        page.ask(place.name + pressed.value.trim());
      };
      const within = make("span", { className: "note", textContent: place.within });
      return make("li", {}, button(place.name, asks, "open"), within);
    };
    let wanted = 0;
    const look = async () => {
      const mine = ++wanted;
      try {
        const found = JSON.parse(await fetched(`/places?q=${encodeURIComponent(field.value)}`));
        if (mine !== wanted) return;
        items.replaceChildren(...found.places.map(option));
        const more = found.more ? `，另有 ${found.more} 个，请再写几个字` : "";
        status.textContent = `找到 ${found.places.length} 个${more}。`;
      } catch {
        if (mine === wanted) status.textContent = "没能查到，请稍后再试，或直接写出地名再问。";
      }
    };
    field.oninput = look;
    look();
    field.focus();
  };

  const acts = {
    ".choose-place": choosePlace,
    ".copy-link": (pressed) => copies(pressed, location.origin + pressed.value),
    ".copy-text": (pressed) => copies(pressed, fetched(pressed.value)),
    ".useful": async (pressed) => {
      const wrong = await sendOpinion(pressed.value, { useful: true });
      page.say(wrong || "谢谢，已经记下。");
    },
    ".useless": askWhy,
    ".show-history": showHistory,
    ".print-all": () => print(),
  };
  document.addEventListener("click", (event) => {
    for (const [selector, act] of Object.entries(acts)) {
      const pressed = event.target.closest?.(`button${selector}`);
      if (pressed) act(pressed);
    }
  });

  // --- the start: a question that came with the address, or the conversation of this tab ---
  const asked = new URLSearchParams(location.search).get("q")?.trim().slice(0, QUESTION);
  if (location.search) history.replaceState(null, "", location.pathname);
  if (asked) sessionStorage.removeItem(CURRENT);
  let started = false;
  const start = () => {
    if (started || !page.box() || page.box().disabled || !document.getElementById("reopen")) return;
    started = true;
    const conversation = find(current());
    if (asked) page.ask(asked);
    else if (conversation?.answers.length) open(conversation);
  };

  page.watch(() => {
    start();
    keep();
    markJudged();
  });
})();
