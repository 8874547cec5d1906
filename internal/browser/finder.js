// Finds things on a page by the words a person would use for them.
({
  tidy: (text) => (text || "").replace(/\s+/g, " ").trim(),

  visible(element) {
    const box = element.getBoundingClientRect();
    return box.width > 0 && box.height > 0 && element.checkVisibility({ visibilityProperty: true });
  },

  // What an element is called: its words as shown, as written, and as read out.
  names(element) {
    return [element.innerText, element.textContent, element.getAttribute("aria-label"), element.value]
      .filter((name) => typeof name === "string").map(this.tidy).filter(Boolean);
  },

  // The first of the elements with that name; else the first whose name
  // contains it.
  named(elements, what) {
    const wanted = this.tidy(what);
    return elements.find((e) => this.names(e).includes(wanted)) ||
      elements.find((e) => this.names(e).some((name) => name.includes(wanted)));
  },

  all(selector) {
    try {
      return [...document.querySelectorAll(selector)];
    } catch {
      return []; // words, not a selector
    }
  },

  must(element, what) {
    if (!element) throw new Error(`there is no ${what}`);
    return element;
  },

  clickable(what) {
    const kinds = "a[href], button, summary, label, input[type=submit], input[type=button], [role=button], [role=tab]";
    const seen = this.all(kinds).filter((e) => this.visible(e));
    return this.must(this.named(seen, what) || this.all(what).find((e) => this.visible(e)), `“${what}” to click`);
  },

  // A field by its label, its name, or a selector.
  field(what) {
    const labelled = this.named(this.all("label").filter((label) => label.control), what);
    const told = this.all("[aria-label]:is(input, select, textarea)").find((e) => e.getAttribute("aria-label") === what);
    const called = this.all("input, select, textarea").find((e) => e.name === what && e.type !== "hidden");
    return this.must(labelled?.control || told || called || this.all(what)[0], `field “${what}”`);
  },

  // The label of a radio button or check box in the group with that legend.
  option(group, what) {
    const groups = this.all("fieldset, [role=radiogroup], [role=group]");
    const title = (g) => this.tidy(g.querySelector("legend")?.textContent || g.getAttribute("aria-label") ||
      document.getElementById(g.getAttribute("aria-labelledby"))?.textContent);
    const found = this.must(groups.find((g) => title(g) === group) || groups.find((g) => title(g).includes(group)) ||
      this.all(group)[0], `group “${group}”`);
    const labels = [...found.querySelectorAll("label")].filter((e) => this.visible(e));
    const chosen = [...found.querySelectorAll("input")].find((e) => e.value === what);
    return this.must(this.named(labels, what) || chosen?.labels[0] || chosen, `choice “${what}” in “${group}”`);
  },

  // Where to click an element that finder function `kind` finds. Throws while
  // something lies over it, as it would stop a finger too.
  spot(kind, ...what) {
    const element = this[kind](...what);
    if (element.disabled) throw new Error(`“${what.at(-1)}” is disabled`);
    element.scrollIntoView({ block: "center", inline: "nearest", behavior: "instant" });
    const box = element.getClientRects()[0];
    const spot = { X: box.x + box.width / 2, Y: box.y + box.height / 2 };
    const hit = document.elementFromPoint(spot.X, spot.Y);
    const label = hit?.closest("label");
    if (!hit || !(element.contains(hit) || hit.contains(element) || (label && label === element.closest("label")))) {
      throw new Error(`“${what.at(-1)}” is covered by ${hit?.outerHTML.slice(0, 120)}`);
    }
    return spot;
  },

  // Gives a field the focus and empties it for typing; returns true where it
  // took the whole text at once, because keys do not work in fields like dates.
  take(what, text) {
    const field = this.field(what);
    if (field.disabled || field.readOnly) throw new Error(`“${what}” takes no text`);
    field.scrollIntoView({ block: "center", behavior: "instant" });
    field.focus();
    if (document.activeElement !== field) throw new Error(`“${what}” does not take the focus`);
    const atOnce = ["date", "time", "datetime-local", "month", "week", "range", "color"].includes(field.type);
    if (atOnce || text === "") {
      this.put(field, text);
      return true;
    }
    field.select();
    return false;
  },

  put(field, value) {
    field.value = value;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.dispatchEvent(new Event("change", { bubbles: true }));
  },

  // Chooses in a select; returns false when the field is none.
  choose(what, option) {
    let field = null;
    try {
      field = this.field(what);
    } catch {
      return false;
    }
    if (field.tagName !== "SELECT") return false;
    const options = [...field.options];
    this.put(field, this.must(this.named(options, option), `option “${option}” in “${what}”`).value);
    return true;
  },

  text(selector) {
    return this.must(this.all(selector)[0], selector).innerText;
  },

  sees(words) {
    if (!this.tidy(document.body?.innerText).includes(this.tidy(words))) throw new Error("it is not on the page");
    return words;
  },
})
