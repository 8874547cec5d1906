// Questions about a page. Each answers with a list of what is wrong.
({
  says: (e) => `${e.outerHTML.slice(0, 130)}`,
  seen: (e) => e.checkVisibility({ visibilityProperty: true }) && !e.closest(".sr-only, .skip"),

  // What moved while the page came, without anyone having touched it.
  async shifted() {
    const moved = [];
    const watch = new PerformanceObserver((list) => moved.push(...list.getEntries()));
    watch.observe({ type: "layout-shift", buffered: true });
    await new Promise((done) => setTimeout(done));
    moved.push(...watch.takeRecords());
    watch.disconnect();
    return moved.filter((shift) => !shift.hadRecentInput)
      .map((shift) => `${shift.value.toFixed(4)} ${shift.sources.map((s) => s.node && (s.node.outerHTML ?? s.node.data)?.slice(0, 80)).join(" | ")}`);
  },

  // What moves for longer than 200 ms although less motion was asked for.
  async moves() {
    const long = (times) => times.split(",").some((time) => parseFloat(time) * (time.trim().endsWith("ms") ? 1 : 1000) > 200);
    const found = document.getAnimations().map((a) => `${a.animationName ?? a.transitionProperty} on ${this.says(a.effect.target)}`);
    for (const element of document.querySelectorAll("body, body *")) {
      for (const part of [null, "::before", "::after"]) {
        const style = getComputedStyle(element, part);
        if (style.animationName !== "none" && long(style.animationDuration)) found.push(`animation of ${this.says(element)}`);
        if (long(style.transitionDuration)) found.push(`transition of ${this.says(element)}`);
      }
    }
    return found;
  },

  // One h1, no level of heading left out, one of each landmark or a name for each.
  async outline() {
    const found = [];
    const count = (selector, want) => {
      const n = document.querySelectorAll(selector).length;
      if (n !== want) found.push(`${n} of ${selector}`);
    };
    count("h1", 1);
    count("main", 1);
    count("body > header", 1);
    count("body > footer", 1);
    let level = 0;
    for (const heading of document.querySelectorAll("h1, h2, h3, h4, h5, h6")) {
      const own = Number(heading.tagName[1]);
      if (own > level + 1) found.push(`h${own} after h${level}: ${this.says(heading)}`);
      level = own;
    }
    const names = [...document.querySelectorAll("nav, body > aside, main aside")].map((e) => e.tagName + " " + (e.getAttribute("aria-label") ?? e.getAttribute("aria-labelledby") ?? ""));
    names.forEach((name, n) => {
      if (name.endsWith(" ") || names.indexOf(name) !== n) found.push(`landmark ${name} has no name of its own`);
    });
    return found;
  },

  // How an element and what stands for it look: a box that is ticked is drawn
  // by the words after it.
  look: (e) => [e, e.nextElementSibling, e.parentElement].filter(Boolean).map((part) => {
    const s = getComputedStyle(part);
    return s.outlineStyle === "none" ? s.boxShadow : s.outlineStyle + s.outlineWidth + s.outlineColor + s.boxShadow;
  }).join(),

  // What Tab stops at, in the order of the document; of circles of one
  // question only the chosen one, or the first.
  reachable() {
    const all = [...document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']")]
      .filter((e) => !e.disabled && !e.closest("[inert]") && e.checkVisibility({ visibilityProperty: true }) && e.tabIndex >= 0);
    const circles = (e) => all.filter((o) => o.type === "radio" && o.name === e.name && o.form === e.form);
    return all.filter((e) => e.type !== "radio" || (circles(e).find((o) => o.checked) ?? circles(e)[0]) === e);
  },

  // Listens to what the focus does, and says how many stops there are.
  stops() {
    for (const field of document.querySelectorAll("input[type=date], input[type=time], input[type=datetime-local]")) {
      field.type = "text"; // its parts are stops of their own
    }
    document.body.tabIndex = -1;
    document.body.focus(); // Tab begins here
    document.body.removeAttribute("tabindex");
    getSelection().removeAllRanges();
    scrollTo(0, 0);
    const wanted = this.reachable();
    const before = new Map(wanted.map((e) => [e, this.look(e)]));
    const notes = window.sensed = { wanted, got: [], unseen: [] };
    document.addEventListener("focusin", ({ target }) => {
      notes.got.push(target);
      if (before.get(target) === this.look(target)) notes.unseen.push(target);
    });
    return wanted.length;
  },

  async tabbed() {
    const { wanted, got, unseen } = window.sensed;
    const found = unseen.map((e) => `the focus is not seen on ${this.says(e)}`);
    const off = wanted.findIndex((e, n) => got[n] !== e);
    if (off >= 0) found.push(`stop ${off + 1} of ${wanted.length} is ${got[off] ? this.says(got[off]) : "nothing"}, not ${this.says(wanted[off])}`);
    return found;
  },

  // Where words stand: their boxes, line by line.
  lines() {
    const list = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const parent = node.parentElement;
      if (!node.data.trim() || !this.seen(parent) || parent.closest("svg, option, textarea, .closer-picture")) continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      for (const box of range.getClientRects()) if (box.width > 1) list.push({ node, parent, box });
    }
    return list;
  },

  scrolls: (e) => e && (["auto", "scroll"].includes(getComputedStyle(e).overflowX) ? e : null),

  // Letters of twice the size: nothing is cut off, nothing overlaps, nothing
  // scrolls sideways but a table.
  async large() {
    const root = document.documentElement;
    root.style.fontSize = "200%";
    const found = [];
    const framed = (e) => { for (; e; e = e.parentElement) if (this.scrolls(e)) return true; return false; };
    const width = root.clientWidth;
    if (document.scrollingElement.scrollWidth > width) found.push(`${document.scrollingElement.scrollWidth} pixels wide`);
    const lines = this.lines();
    for (const { parent, box } of lines) {
      if ((box.right > width + 1 || box.left < -1) && !framed(parent)) found.push(`off the page: ${this.says(parent)}`);
    }
    for (const element of document.querySelectorAll("body *")) {
      const style = getComputedStyle(element);
      if (["hidden", "clip"].includes(style.overflowX) && element.tagName !== "INPUT" && element.scrollWidth > element.clientWidth + 1 && this.seen(element) && !element.closest("svg")) {
        found.push(`cut off: ${this.says(element)}`);
      }
    }
    lines.sort((a, b) => a.box.top - b.box.top);
    for (let i = 0; i < lines.length; i++) {
      for (let j = i + 1; j < lines.length && lines[j].box.top < lines[i].box.bottom - 8; j++) {
        const [a, b] = [lines[i], lines[j]];
        const wide = Math.min(a.box.right, b.box.right) - Math.max(a.box.left, b.box.left);
        const high = Math.min(a.box.bottom, b.box.bottom) - Math.max(a.box.top, b.box.top);
        if (a.node !== b.node && wide > 3 && high > Math.min(a.box.height, b.box.height) * 0.5) {
          found.push(`“${a.node.data.trim().slice(0, 40)}” lies over “${b.node.data.trim().slice(0, 40)}” in ${this.says(b.parent)}`);
        }
      }
    }
    root.style.fontSize = "";
    return [...new Set(found)].slice(0, 8);
  },

  colour: (text) => (text.match(/[\d.]+/g) ?? []).map(Number),

  behind(e) {
    for (; e; e = e.parentElement) {
      const [r, g, b, a] = this.colour(getComputedStyle(e).backgroundColor);
      if (a === undefined || a > 0.5) return [r, g, b].join();
    }
    return "255,255,255";
  },

  // Forced colours: words differ from what is behind them, and a field has an
  // edge. What is drawn over a box stands for it.
  async forced() {
    if (!matchMedia("(forced-colors: active)").matches) return ["the colours are not forced"];
    const found = [];
    for (const element of document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary, h1, p")) {
      if (!this.seen(element)) continue;
      const style = getComputedStyle(element);
      const drawn = Number(style.opacity) === 0 ? element.nextElementSibling ?? element : element;
      const shown = getComputedStyle(drawn);
      if (drawn.matches("[type=radio], [type=checkbox]") && shown.appearance !== "none") continue; // the system draws it
      if (this.colour(shown.color).slice(0, 3).join() === this.behind(drawn)) found.push(`words like what is behind them: ${this.says(element)}`);
      const field = element.matches("input, select, textarea, .button:not(.button-quiet)") && shown.appearance === "none";
      const edge = shown.borderTopStyle !== "none" && parseFloat(shown.borderTopWidth) > 0 && this.colour(shown.borderTopColor).slice(0, 3).join() !== this.behind(drawn.parentElement);
      if (field && !edge && this.behind(drawn) === this.behind(drawn.parentElement)) found.push(`no edge: ${this.says(element)}`);
    }
    return found.slice(0, 8);
  },

  // Paper: no bars and nothing to press; a number to call is words.
  async printed() {
    const found = [...document.querySelectorAll("body > header, .bottombar, .skip, .no-print, button, a.button:not([href^='tel:'], [href^='sms:'], [href^='mailto:'])")]
      .filter((e) => e.checkVisibility()).map((e) => `printed: ${this.says(e)}`);
    const paper = 627; // an A4 sheet without its margins, at 96 to the inch
    for (const letter of document.querySelectorAll(".letter")) {
      letter.style.inlineSize = `${paper}px`;
      if (letter.scrollWidth > paper + 1) found.push(`${letter.scrollWidth} wide on a sheet of ${paper}: ${this.says(letter)}`);
      letter.style.inlineSize = "";
    }
    return found.slice(0, 8);
  },
})
