// Draws a series in all its length, to move through by finger, mouse or key.
// The still picture and the list of crossings are in the page already; they
// stay when this cannot run.
(() => {
  const root = document.querySelector("[data-closer]");
  if (!root || !window.uPlot) return;
  const place = root.querySelector(".closer-picture");
  const says = root.querySelector(".closer-says");
  const moves = root.querySelector(".closer-moves");
  const lang = document.documentElement.lang;
  const dayLong = 86400;

  const write = (options) => {
    const format = new Intl.DateTimeFormat(lang, { timeZone: "UTC", ...options });
    return (seconds) => format.format(new Date(seconds * 1000));
  };
  const fullDate = write({ day: "numeric", month: "long", year: "numeric" });
  const number = new Intl.NumberFormat(lang, { maximumFractionDigits: 1 });
  const colour = (name) => getComputedStyle(root).getPropertyValue(name).trim();

  // Ticks say the day, the month or the year, by how far they lie apart.
  const ticks = (u, splits, axis, space, step) => {
    const wish = step < 28 * dayLong ? { day: "numeric", month: "short" } : step < 360 * dayLong ? { month: "short", year: "2-digit" } : { year: "numeric" };
    return splits.map(write(wish));
  };

  const marksIn = (data, day, reach) =>
    [...data.crossings, ...data.phases, ...data.events].filter((m) => Math.abs(m.day - day) <= reach);

  // Uprights for what happened, behind the line: plain for a phase, dotted for
  // a life event; rings where the line crossed.
  const drawMarks = (data, start) => (u) => {
    const { ctx, bbox } = u;
    const unit = window.devicePixelRatio;
    ctx.save();
    ctx.beginPath();
    ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
    ctx.clip();
    for (const [marks, dashes] of [[data.phases, []], [data.events, [2 * unit, 5 * unit]]]) {
      ctx.strokeStyle = colour("--chart-mark");
      ctx.lineWidth = unit;
      ctx.setLineDash(dashes);
      for (const mark of marks) {
        if (mark.day === 0) continue;
        const x = Math.round(u.valToPos(start + mark.day * dayLong, "x", true));
        ctx.beginPath();
        ctx.moveTo(x, bbox.top);
        ctx.lineTo(x, bbox.top + bbox.height);
        ctx.stroke();
      }
    }
    ctx.setLineDash([]);
    ctx.strokeStyle = colour("--chart-out");
    ctx.lineWidth = 2 * unit;
    for (const crossing of data.crossings) {
      const at = data.days.indexOf(crossing.day);
      const value = data.answers ? data.value[at] : data.line[at];
      if (value == null) continue;
      ctx.beginPath();
      ctx.arc(u.valToPos(start + crossing.day * dayLong, "x", true), u.valToPos(value, "y", true), 5 * unit, 0, 7);
      ctx.stroke();
    }
    ctx.restore();
  };

  // The bands of a questionnaire, every other one shaded.
  const drawZones = (data) => (u) => {
    const { ctx, bbox } = u;
    ctx.save();
    ctx.fillStyle = colour("--sunk");
    data.zones.forEach((zone, n) => {
      if (n % 2 === 0) return;
      const top = u.valToPos(zone.high, "y", true);
      ctx.fillRect(bbox.left, top, bbox.width, u.valToPos(zone.low, "y", true) - top);
    });
    ctx.restore();
  };

  const options = (data, start) => {
    const line = colour("--chart-line");
    const dots = { show: true, size: data.answers ? 9 : 4, fill: data.answers ? line : colour("--chart-dot"), width: 0 };
    return {
      width: place.clientWidth,
      height: Math.min(380, Math.max(240, Math.round(place.clientWidth * 0.6))),
      tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1000), "UTC"),
      legend: { show: false },
      cursor: { y: false, points: { show: false }, drag: { x: true, y: false, setScale: true } },
      scales: { x: { time: true }, y: { range: [data.min, data.max] } },
      axes: [
        { stroke: colour("--ink-faint"), font: `14px ${colour("--sans")}`, values: ticks, grid: { show: false }, ticks: { show: false }, space: 70 },
        { stroke: colour("--ink-faint"), font: `14px ${colour("--sans")}`, size: 34, grid: { stroke: colour("--hairline"), width: 1 }, ticks: { show: false } },
      ],
      bands: [{ series: [2, 1], fill: colour("--chart-band") }],
      series: [
        {},
        { stroke: "transparent", points: { show: false }, spanGaps: true },
        { stroke: "transparent", points: { show: false }, spanGaps: true },
        { stroke: "transparent", paths: () => null, points: dots },
        { stroke: line, width: 2.5, spanGaps: true, points: { show: false } },
      ],
      hooks: { drawClear: [drawZones(data)], draw: [drawMarks(data, start)] },
    };
  };

  const begin = (data) => {
    const start = Date.parse(data.from + "T00:00:00Z") / 1000;
    const xs = data.days.map((day) => start + day * dayLong);
    const columns = [xs, data.low, data.high, data.value, data.line];
    place.hidden = says.hidden = moves.hidden = false;
    let plot;

    const tell = (index) => {
      const reach = Math.max(1, Math.round((plot.scales.x.max - plot.scales.x.min) / dayLong / 60));
      const parts = [fullDate(xs[index])];
      if (data.value[index] != null) parts[0] += ": " + number.format(data.value[index]) + ".";
      for (const mark of marksIn(data, data.days[index], reach)) {
        parts.push(fullDate(start + mark.day * dayLong) + ": " + mark.says.replace(/\.?$/, "."));
      }
      says.textContent = parts.join(" ");
    };
    const draw = () => {
      const scale = plot && { min: plot.scales.x.min, max: plot.scales.x.max };
      plot?.destroy();
      plot = new uPlot(options(data, start), columns, place);
      if (scale) plot.setScale("x", scale);
      plot.over.addEventListener("click", (event) => tell(plot.posToIdx(event.offsetX)));
    };
    const first = xs[0];
    const last = xs[xs.length - 1];
    const show = (min, max) => {
      const wide = Math.min(max - min, last - first);
      const from = Math.min(Math.max(min, first), last - wide);
      plot.setScale("x", { min: from, max: from + wide });
    };
    const movers = {
      earlier: (min, max) => show(min - (max - min) / 2, max - (max - min) / 2),
      later: (min, max) => show(min + (max - min) / 2, max + (max - min) / 2),
      nearer: (min, max) => show(Math.min((min + max) / 2, max - 14 * dayLong), max),
      wider: (min, max) => show(max - 2 * (max - min), max),
      all: () => show(first, last),
    };
    moves.addEventListener("click", (event) => {
      const button = event.target.closest("[data-move]");
      if (button) movers[button.dataset.move](plot.scales.x.min, plot.scales.x.max);
    });
    draw();
    root.classList.add("closer-runs");
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", draw);
    let width = place.clientWidth;
    addEventListener("resize", () => {
      if (place.clientWidth !== width) {
        width = place.clientWidth;
        draw();
      }
    });
  };

  fetch(root.dataset.closer, { credentials: "same-origin" })
    .then((answer) => (answer.ok ? answer.json() : Promise.reject(new Error(String(answer.status)))))
    .then(begin)
    .catch(() => root.classList.remove("closer-runs"));
})();
