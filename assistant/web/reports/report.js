// The figures of a report: what each is bound to stands in its title. By mouse, touch or keyboard it is
// shown beside the figure. One figure at a time is in the order of Tab; the arrow keys go on from it.
(() => {
  const figures = Array.from(document.querySelectorAll("#text u[title]"));
  const note = document.getElementById("figure-note");
  const count = document.getElementById("figure-count");
  if (!figures.length) return;

  let current = -1; // the figure that Tab reaches
  let walked = false; // whether the reader has chosen one
  let shown = null;

  figures.forEach((figure, at) => {
    figure.dataset.note = figure.title;
    figure.removeAttribute("title"); // else the browser shows it a second time
    figure.dataset.at = at;
  });
  document.getElementById("figure-walk").hidden = false;

  const show = (figure) => {
    if (shown === figure) return;
    hide();
    shown = figure;
    note.replaceChildren(
      ...figure.dataset.note.split("\n").map((line) => {
        const paragraph = document.createElement("p");
        paragraph.textContent = line;
        return paragraph;
      })
    );
    note.hidden = false;
    figure.setAttribute("aria-describedby", note.id);
    place(figure);
  };

  const place = (figure) => {
    const box = figure.getClientRects()[0];
    const room = document.documentElement.clientWidth - note.offsetWidth - 8;
    const below = box.bottom + 6;
    const fits = below + note.offsetHeight < window.innerHeight;
    note.style.left = `${Math.max(8, Math.min(box.left, room)) + window.scrollX}px`;
    note.style.top = `${(fits ? below : box.top - note.offsetHeight - 6) + window.scrollY}px`;
  };

  const hide = () => {
    if (!shown) return;
    shown.removeAttribute("aria-describedby");
    shown = null;
    note.hidden = true;
  };

  const choose = (at) => {
    figures[current]?.removeAttribute("tabindex");
    current = at;
    figures[at].tabIndex = 0;
  };

  const go = (at) => {
    if (at < 0 || at >= figures.length) return;
    choose(at);
    walked = true;
    count.textContent = `第 ${at + 1} 个，共 ${figures.length} 个（← →）`;
    figures[at].focus({ preventScroll: true });
    figures[at].scrollIntoView({ block: "center" });
    show(figures[at]);
  };

  // From the first figure that is on the screen, where none was chosen or the reader has moved on.
  const next = (step) => {
    const inSight = (figure) => {
      const { top, bottom } = figure.getBoundingClientRect();
      return bottom > 0 && top < window.innerHeight;
    };
    if (walked && inSight(figures[current])) return current + step;
    const first = figures.findIndex((figure) => figure.getBoundingClientRect().bottom > 0);
    if (first < 0) return figures.length - 1;
    return step > 0 ? first : first - 1;
  };

  document.getElementById("figure-before").addEventListener("click", () => go(next(-1)));
  document.getElementById("figure-after").addEventListener("click", () => go(next(1)));

  const figureAt = (target) => (target instanceof Element ? target.closest("#text u[data-at]") : null);
  const text = document.getElementById("text");
  text.addEventListener("mouseover", (event) => {
    const figure = figureAt(event.target);
    if (figure) show(figure);
  });
  document.addEventListener("mouseover", (event) => {
    const over = event.target instanceof Element && event.target.closest("#figure-note, #text u[data-at]");
    if (shown && !over && document.activeElement !== shown) hide();
  });
  text.addEventListener("click", (event) => {
    const figure = figureAt(event.target);
    if (!figure) return;
    choose(Number(figure.dataset.at));
    walked = true;
    figure.focus({ preventScroll: true });
  });
  text.addEventListener("focusin", (event) => {
    const figure = figureAt(event.target);
    if (figure) show(figure);
  });
  text.addEventListener("focusout", hide);
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") hide();
    const figure = figureAt(document.activeElement);
    if (!figure || event.altKey || event.ctrlKey || event.metaKey) return;
    const to = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!to) return;
    event.preventDefault();
    go(Number(figure.dataset.at) + to);
  });
  window.addEventListener("resize", hide);
  choose(0);
  count.textContent = `共 ${figures.length} 个`;
})();
