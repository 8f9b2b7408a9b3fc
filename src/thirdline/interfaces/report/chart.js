"use strict";
/* Places what the page says: lanes of therapy, responses and panels of markers over one axis of time. No text is made here. */
(function () {
  const INK = "#1b2733", SOFT = "#4d5b69", RULE = "#d9e0e6", BAD = "#98231c", ACCENT = "#0b5668";
  const TONES = ["#2f6aa8", "#227a58", "#5f7d1e", "#7d519f", "#ad4a79", "#a5671b", "#76808a", "#8a3f2e", "#5c6b2f", "#2b7f8e", "#4b4aa6", "#1e5a6e"];
  const DAY = 86400000, FONT = 'Inter, "Segoe UI", "Helvetica Neue", Roboto, "Liberation Sans", Arial, sans-serif';
  const tone = (n) => (n < 0 ? "#76808a" : TONES[n % TONES.length]);
  const box = document.getElementById("chart"), held = document.getElementById("chart-data");
  document.documentElement.classList.add("scripted");

  /* Opens every disclosure around what a link names. */
  function reveal() {
    const target = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target) return;
    for (let at = target; at; at = at.parentElement) if (at.tagName === "DETAILS") at.open = true;
    const inner = target.querySelector(":scope > details, :scope > td > details");
    if (inner && !target.matches("section, article")) inner.open = true;
    target.scrollIntoView();
  }
  addEventListener("hashchange", reveal);
  reveal();

  /* Paper shows every disclosure; the screen gets back those that were open. */
  let shut = [];
  addEventListener("beforeprint", () => {
    shut = [...document.querySelectorAll("details:not([open])")];
    shut.forEach((d) => { d.open = true; });
  });
  addEventListener("afterprint", () => { shut.forEach((d) => { d.open = false; }); });

  if (!box || !held || !window.echarts) return;
  const data = JSON.parse(held.textContent);
  const chart = echarts.init(box, null, { renderer: "svg" });
  let logarithmic = false;

  function number(value) {
    const text = String(Number(value.toPrecision(6)));
    return text.replace(".", data.decimal);
  }

  /* Extent of the axis of time, with room at both ends. */
  function extent() {
    const [from, to] = data.span, room = Math.max((to - from) * 0.03, 15 * DAY);
    return [from - room, to + room];
  }

  /* How high a lane, a step of response and a panel are, and the gap between bands. */
  const SCREEN = { lane: 22, step: 17, panel: 104, gap: 42 }, PHONE = { ...SCREEN, panel: 92 }, SHEET = { lane: 15, step: 11, panel: 48, gap: 31 };

  /* Where each band stands, from the top down. */
  function bands(size) {
    const rows = [];
    if (data.lines.length) rows.push({ kind: "line", name: data.labels.line });
    data.drugs.forEach((d) => rows.push({ kind: "drug", name: d.name, drug: d }));
    if (data.procedures.length) rows.push({ kind: "procedure", name: data.labels.procedures });
    if (data.progressions.length) rows.push({ kind: "progression", name: data.labels.progression });
    const grids = [];
    let top = 24;
    const add = (grid, height) => { grids.push({ ...grid, top, height }); top += height + size.gap; };
    if (rows.length) add({ kind: "lanes", rows }, rows.length * size.lane);
    if (data.responses.length) add({ kind: "responses", title: data.labels.response_title }, data.depths.length * size.step);
    data.panels.forEach((panel) => add({ kind: "panel", panel, title: panel.title }, size.panel));
    return { grids, height: Math.max(top - size.gap + 28, 90) };
  }

  function timeAxis(index, last, narrow, width) {
    const told = last || index === 0;
    const [min, max] = extent();
    const years = (max - min) / (365.25 * DAY);
    return {
      type: "time", gridIndex: index, position: last ? "bottom" : "top", min, max, splitNumber: Math.max(2, Math.floor(width / (narrow ? 70 : 90))),
      axisLine: { show: told, lineStyle: { color: "#9aa7b3" } }, axisTick: { show: told, lineStyle: { color: "#7c8894" } },
      splitLine: { show: true, lineStyle: { color: "#eef2f5" } },
      axisLabel: {
        show: told, color: SOFT, fontSize: 11, fontFamily: FONT, hideOverlap: true,
        formatter: (ms) => {
          const d = new Date(ms), month = data.months[d.getUTCMonth()];
          if (d.getUTCDate() !== 1 && years < 1.2) return d.getUTCDate() + " " + month;
          return d.getUTCMonth() === 0 || years < 3 ? month + " " + d.getUTCFullYear() : month;
        },
      },
      axisPointer: { show: true, type: "line", snap: false, label: { show: false }, lineStyle: { color: "#9aa7b3", type: "dotted" }, triggerTooltip: false },
    };
  }

  function rowAxis(index, names, formatter, width) {
    return {
      type: "category", gridIndex: index, data: names, inverse: true, axisLine: { show: false }, axisTick: { show: false },
      splitLine: { show: false }, axisPointer: { show: false },
      axisLabel: { color: INK, fontSize: 11, fontFamily: FONT, interval: 0, formatter, width, overflow: "truncate", margin: 8, rich: { c: { color: SOFT, fontSize: 10 } } },
    };
  }

  function valueAxis(index, panel) {
    const log = logarithmic && panel.pair;
    return {
      type: log ? "log" : "value", gridIndex: index, min: log ? undefined : 0, splitNumber: 3, logBase: 10,
      axisLine: { show: false }, axisTick: { show: false }, splitLine: { lineStyle: { color: "#eef2f5" } }, axisPointer: { show: false },
      axisLabel: { color: SOFT, fontSize: 11, fontFamily: FONT, margin: 8, formatter: number, hideOverlap: true },
    };
  }

  const still = { animation: false, silent: false };
  const ends = (index, top) => ({
    ...still, type: "line", xAxisIndex: index, yAxisIndex: index, data: [], silent: true,
    markLine: {
      silent: true, symbol: "none", animation: false, label: { show: false },
      data: data.progressions.map((p) => ({ xAxis: p.on, lineStyle: { color: BAD, width: 1.25, opacity: 0.75, type: p.sure ? "solid" : [5, 4] } })),
    },
    markArea: {
      silent: true, animation: false, itemStyle: { color: "#f4f7f9" },
      data: top ? [] : data.lines.filter((l, i) => i % 2 === 0).map((l) => [{ xAxis: l.from }, { xAxis: l.to }]),
    },
  });

  /* A bar from day to day: a thick stroke, and a mark at its start so that a single day is seen too. */
  function bar(index, row, span, color, height) {
    const end = Math.max(span.to, span.from);
    return [
      { ...still, type: "line", xAxisIndex: index, yAxisIndex: index, symbol: "none", triggerLineEvent: false, silent: true, z: 3,
        lineStyle: { width: height, color, cap: "butt", opacity: span.open ? 0.75 : 1 }, data: [[span.from, row], [end, row]] },
    ];
  }

  function lanes(index, grid, scale) {
    const series = [], marks = [];
    grid.rows.forEach((row, i) => {
      if (row.kind === "line") data.lines.forEach((l, n) => series.push(...lineBox(index, i, l, n, scale)));
      if (row.kind === "drug") row.drug.spans.forEach((s) => {
        series.push(...bar(index, i, s, tone(row.drug.tone), 9));
        marks.push(...drugMarks(i, s, row.drug, scale));
      });
    });
    series.push({ ...still, type: "scatter", xAxisIndex: index, yAxisIndex: index, data: marks, z: 4, cursor: "default" });
    grid.rows.forEach((row, i) => {
      if (row.kind === "procedure") series.push(flags(index, data.procedures.map((p) => procedure(i, p)), scale));
      if (row.kind === "progression") series.push(flags(index, data.progressions.map((p) => progression(i, p)), scale));
    });
    return series;
  }

  function lineBox(index, row, line, n, scale) {
    const next = data.lines[n + 1], end = Math.max(line.to, Math.min(line.from + 14 / scale, next ? next.from : Infinity));
    const room = (end - line.from) * scale, full = line.line + " · " + line.name;
    const text = room > full.length * 6.6 + 8 ? full : room > 12 ? String(line.line) : "";
    const color = n % 2 ? "#49707c" : "#22505e";
    return [
      { ...still, type: "line", xAxisIndex: index, yAxisIndex: index, symbol: "none", silent: true, z: 3,
        lineStyle: { width: 17, color, cap: "butt" }, data: [[line.from + 0.5 / scale, row], [Math.max(end - 0.5 / scale, line.from + 2 / scale), row]] },
      { ...still, type: "scatter", xAxisIndex: index, yAxisIndex: index, symbol: "rect", symbolSize: [Math.max(room, 6), 17], z: 5,
        data: [{ value: [(line.from + end) / 2, row], tip: line.tip, href: line.href }], itemStyle: { color: "transparent" },
        label: { show: Boolean(text), formatter: () => text, color: "#fff", fontSize: 11, fontWeight: 600, fontFamily: FONT } },
    ];
  }

  function drugMarks(row, span, drug, scale) {
    const color = tone(drug.tone), room = Math.max((span.to - span.from) * scale, 4);
    const marks = [{ value: [(span.from + span.to) / 2, row], symbol: "rect", symbolSize: [room, 12], tip: span.tip, itemStyle: { color: "transparent" },
      label: { show: room > drug.short.length * 6.5 + 6, formatter: () => drug.short, fontSize: 9, color: "#fff", fontFamily: FONT } }];
    if (room <= 4) marks.push({ value: [span.from, row], symbol: "rect", symbolSize: [4, 11], tip: span.tip, itemStyle: { color } });
    if (span.open) marks.push({ value: [span.to, row], symbol: "triangle", symbolRotate: -90, symbolSize: [11, 8], symbolOffset: [4, 0], tip: span.tip, itemStyle: { color } });
    return marks;
  }

  function procedure(row, p) {
    const shape = { transplant: "diamond", cells: "path://M0,-10L3,-3L10,-3L4,2L6,10L0,5L-6,10L-4,2L-10,-3L-3,-3Z", other: "rect" }[p.kind];
    return { value: [p.on, row], symbol: shape, symbolSize: p.kind === "other" ? 8 : 13, itemStyle: { color: INK }, tip: p.tip, text: p.name, rank: p.kind === "other" ? 0 : 1 };
  }

  function progression(row, p) {
    return { value: [p.on, row], symbol: "triangle", symbolRotate: 180, symbolSize: 10, tip: p.tip, href: p.href, text: p.date,
      itemStyle: { color: p.sure ? BAD : "#fff", borderColor: BAD, borderWidth: 1.5 } };
  }

  /* A label stands right of its mark, else left, else not at all: never over another mark or label of its row. */
  function flags(index, marks, scale) {
    const [min, max] = extent(), at = (m) => (m.value[0] - min) * scale, taken = {};
    const order = marks.map((m, i) => i).sort((i, j) => (marks[j].rank || 0) - (marks[i].rank || 0) || i - j);
    marks.forEach((m) => (taken[m.value[1]] = taken[m.value[1]] || []).push([at(m) - 6, at(m) + 6]));
    order.forEach((i) => {
      const m = marks[i], row = taken[m.value[1]], long = m.text ? m.text.length * 6.3 + 4 : 0;
      const free = (from, to) => from >= 4 && to <= (max - min) * scale + 44 && row.every((r) => to <= r[0] || from >= r[1]);
      const right = [at(m) + 7, at(m) + 9 + long], left = [at(m) - 9 - long, at(m) - 7];
      const side = !m.text || m.quiet ? null : free(...right) ? "right" : free(...left) ? "left" : null;
      if (side) row.push(side === "right" ? right : left);
      m.label = { show: Boolean(side), position: side || "right", formatter: () => m.text, color: INK, fontSize: 11, fontFamily: FONT };
    });
    return { ...still, type: "scatter", xAxisIndex: index, yAxisIndex: index, data: marks, z: 6 };
  }

  function responses(index, scale) {
    const rows = data.depths.map((d) => d[0]);
    const points = data.responses.map((r, i) => {
      const before = data.responses[i - 1], bad = r.depth === "PD", color = bad ? BAD : ACCENT;
      return { value: [r.on, rows.indexOf(r.depth)], symbol: bad ? "triangle" : "circle", symbolRotate: bad ? 180 : 0, symbolSize: 9, tip: r.tip, href: r.href, text: r.name, line: r.line,
        quiet: Boolean(before) && before.depth === r.depth && before.line === r.line, itemStyle: { color: r.sure ? color : "#fff", borderColor: color, borderWidth: 2 } };
    });
    const paths = [...new Set(points.map((p) => p.line))].map((line) => ({ ...still, type: "line", step: "end", silent: true, xAxisIndex: index, yAxisIndex: index, symbol: "none", z: 2,
      lineStyle: { color: "#a9bcc4", width: 1 }, data: points.filter((p) => p.line === line).map((p) => p.value) }));
    return [...paths, flags(index, points, scale)];
  }

  function panel(index, shown, scale) {
    const log = logarithmic && shown.pair, all = shown.series.flatMap((s) => s.points.map((p) => p.value)).filter((v) => v > 0);
    const floor = all.length ? Math.min(...all) / 2 : 0.1;
    return shown.series.flatMap((s) => curve(index, s, (v) => (log && v <= 0 ? floor : v), scale, shown.series.length > 1));
  }

  /* The values that a curve is told by: its last, first, highest and lowest, where there is room. */
  function telling(used, scale, brief) {
    const values = used.map((p) => p.value), told = [used[used.length - 1]];
    if (brief) return told;
    [0, values.indexOf(Math.max(...values)), values.indexOf(Math.min(...values))].forEach((i) => {
      if (used[i] && told.every((p) => Math.abs(p.on - used[i].on) * scale > 34)) told.push(used[i]);
    });
    return told;
  }

  function curve(index, s, place, scale, several) {
    const used = s.points.filter((p) => !p.suspect), told = telling(used, scale, s.second);
    const points = s.points.map((p) => {
      const last = p === used[used.length - 1];
      return { value: [p.on, place(p.value)], tip: p.tip, symbol: p.suspect ? "path://M-5,-5L5,5M5,-5L-5,5" : s.second ? "emptyCircle" : "circle", symbolSize: p.suspect ? 8 : 6.5,
        itemStyle: p.suspect ? { color: "none", borderColor: SOFT, borderWidth: 1.5 } : {},
        label: { show: told.includes(p) || p.suspect, position: last ? "right" : "top", formatter: () => (several && last ? p.said + " " + s.name.split(" ")[0] : p.said),
          color: s.second ? SOFT : INK, fontSize: 11, fontFamily: FONT } };
    });
    const line = { ...still, type: "line", silent: true, xAxisIndex: index, yAxisIndex: index, symbol: "none", z: 3,
      lineStyle: { color: s.second ? SOFT : ACCENT, width: s.second ? 1.25 : 1.75, type: s.second ? [4, 3] : "solid" },
      data: used.map((p) => [p.on, place(p.value)]) };
    return [line, { ...still, type: "scatter", xAxisIndex: index, yAxisIndex: index, z: 4, data: points, itemStyle: { color: s.second ? SOFT : ACCENT } }];
  }

  /* The tip is built of nodes, not of markup: nothing in a record can become part of the page. */
  function tip(params) {
    if (!params.data || !params.data.tip) return "";
    const node = document.createElement("div");
    node.className = "tip";
    params.data.tip.forEach((text, i) => {
      const part = document.createElement(i ? "div" : "b");
      part.textContent = text;
      node.appendChild(part);
    });
    return node;
  }

  function draw(width, sheet) {
    const narrow = width < 560, left = narrow ? 92 : 148, right = narrow ? 42 : 56;
    const size = sheet ? SHEET : narrow ? PHONE : SCREEN, { grids, height } = bands(size), inner = width - left - right, [min, max] = extent();
    const scale = inner / (max - min), xAxis = [], yAxis = [], series = [], title = [];
    grids.forEach((grid, i) => {
      xAxis.push(timeAxis(i, i === grids.length - 1, narrow, inner));
      series.push(ends(i, grid.kind === "lanes"));
      if (grid.title) title.push({ text: grid.title, left: 0, top: grid.top - (sheet ? 20 : 25), textStyle: { fontSize: 12, fontWeight: 600, color: INK, fontFamily: FONT, width, overflow: "truncate" }, padding: 0 });
      if (grid.kind === "lanes") {
        const label = (name, at) => {
          const drug = grid.rows[at].drug;
          return drug && !narrow && (name + drug.short).length <= 23 ? name + " {c|" + drug.short + "}" : name;
        };
        yAxis.push(rowAxis(i, grid.rows.map((r) => r.name), label, left - 12));
        series.push(...lanes(i, grid, scale));
      } else if (grid.kind === "responses") {
        yAxis.push({ ...rowAxis(i, data.depths.map((d) => d[1]), undefined, left - 12), splitLine: { show: true, lineStyle: { color: "#eef2f5" } } });
        series.push(...responses(i, scale));
      } else {
        yAxis.push(valueAxis(i, grid.panel));
        series.push(...panel(i, grid.panel, scale));
      }
    });
    box.style.height = height + "px";
    chart.resize({ width, height, silent: true });
    chart.setOption({
      animation: false, useUTC: true, title, xAxis, yAxis, series, textStyle: { fontFamily: FONT },
      grid: grids.map((g) => ({ left, right, top: g.top, height: g.height })),
      axisPointer: { link: [{ xAxisIndex: "all" }] },
      tooltip: { trigger: "item", confine: true, formatter: tip, backgroundColor: "#fff", borderColor: "#aab7c2", borderWidth: 1, padding: [6, 10], transitionDuration: 0 },
    }, true);
    box.dataset.drawn = String(width);
  }

  const PAPER = 686;
  let seen = 0, printing = false;
  function fit() {
    const width = Math.floor(box.getBoundingClientRect().width);
    if (!printing && width > 0 && width !== seen) { seen = width; draw(width); }
  }
  chart.on("click", (params) => { if (params.data && params.data.href) location.hash = params.data.href; });
  new ResizeObserver(fit).observe(box);
  fit();

  addEventListener("beforeprint", () => { printing = true; seen = PAPER; draw(PAPER, true); });
  addEventListener("afterprint", () => { printing = false; fit(); });
  const control = document.getElementById("logarithmic");
  if (control) control.addEventListener("change", () => { logarithmic = control.checked; draw(seen); });
})();
