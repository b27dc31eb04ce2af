// Finds faults of pictures and of pages as a reader sees them. `pictureFaults` and `pageFaults` return pairs of a
// fault's name and the text that has it.
"use strict";

// Lengths in units of a picture that is 720 wide.
const EDGE = { side: 6, end: 4 };
const SMALLEST = 18; // 9 pixels on a phone
const PALEST = 4.5; // contrast of text by WCAG 2.2, level AA
// The share of a line's height above and below its letters.
const LEADING = 0.2;
// A line with less contrast to white than this, such as a grid, may pass behind letters.
const FAINT = 1.3;
// No line is wider than twice this.
const STROKE = 4;
// Letters may touch a mark by this much: hinting moves them by less than a pixel.
const TOUCH = 1;

const overlap = (one, other, by) =>
  one.left < other.right - by && other.left < one.right - by && one.top < other.bottom - by && other.top < one.bottom - by;

// The points of a text at which its ground is looked at.
function grid(box) {
  const points = [];
  for (let column = 0; column <= 8; column++) {
    for (let row = 0; row <= 2; row++) {
      points.push({
        x: box.left + TOUCH + ((box.right - box.left - 2 * TOUCH) * column) / 8,
        y: box.top + TOUCH + ((box.bottom - box.top - 2 * TOUCH) * row) / 2,
      });
    }
  }
  return points;
}

// The luminance of a colour by WCAG.
function luminance(colour) {
  const linear = (part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
  const [red, green, blue] = colour.match(/[\d.]+/g).map((part) => linear(Number(part) / 255));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one, other) {
  const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

// The straight pieces of a path with absolute commands. Curves become 16 pieces.
function pieces(path) {
  const steps = path.match(/[A-Za-z][^A-Za-z]*/g) || [];
  const found = [];
  let [x, y, startX, startY] = [0, 0, 0, 0];
  const to = (nextX, nextY) => {
    found.push([x, y, nextX, nextY]);
    [x, y] = [nextX, nextY];
  };
  for (const step of steps) {
    const numbers = (step.slice(1).match(/-?[\d.]+/g) || []).map(Number);
    switch (step[0]) {
      case "M":
        [x, y, startX, startY] = [numbers[0], numbers[1], numbers[0], numbers[1]];
        for (let at = 2; at < numbers.length; at += 2) to(numbers[at], numbers[at + 1]);
        break;
      case "L":
        for (let at = 0; at < numbers.length; at += 2) to(numbers[at], numbers[at + 1]);
        break;
      case "H":
        numbers.forEach((number) => to(number, y));
        break;
      case "V":
        numbers.forEach((number) => to(x, number));
        break;
      case "C":
        for (let at = 0; at < numbers.length; at += 6) {
          const [fromX, fromY, part] = [x, y, numbers.slice(at, at + 6)];
          for (let piece = 1; piece <= 16; piece++) {
            const [t, u] = [piece / 16, 1 - piece / 16];
            const on = (from, one, two, end) => u * u * u * from + 3 * u * u * t * one + 3 * u * t * t * two + t * t * t * end;
            to(on(fromX, part[0], part[2], part[4]), on(fromY, part[1], part[3], part[5]));
          }
        }
        break;
      case "Z":
        to(startX, startY);
        break;
      default:
        throw new Error(`the path has a step that is not read: ${step}`);
    }
  }
  return found;
}

// Whether a line passes through a box (Liang and Barsky's clipping).
function passes([x, y, toX, toY], box) {
  let [enter, leave] = [0, 1];
  for (const [delta, from, least, most] of [
    [toX - x, x, box.left, box.right],
    [toY - y, y, box.top, box.bottom],
  ]) {
    if (delta === 0) {
      if (from <= least || from >= most) return false;
      continue;
    }
    const ends = [(least - from) / delta, (most - from) / delta].sort((a, b) => a - b);
    [enter, leave] = [Math.max(enter, ends[0]), Math.min(leave, ends[1])];
  }
  return enter < leave;
}

function outline(mark) {
  const number = (name) => Number(mark.getAttribute(name));
  switch (mark.tagName) {
    case "path":
      return pieces(mark.getAttribute("d"));
    case "rect": {
      const [x, y, width, height] = ["x", "y", "width", "height"].map(number);
      return pieces(`M${x} ${y}H${x + width}V${y + height}H${x}Z`);
    }
    case "circle": {
      const [x, y, radius] = ["cx", "cy", "r"].map(number);
      const at = (turn) => [x + radius * Math.cos((Math.PI * turn) / 12), y + radius * Math.sin((Math.PI * turn) / 12)];
      return Array.from({ length: 24 }, (_, turn) => [...at(turn), ...at(turn + 1)]);
    }
    default:
      throw new Error(`a mark is not read: ${mark.tagName}`);
  }
}

// The colours of a fill: one, or those of a pattern.
function paints(fill, svg) {
  const pattern = fill.match(/^url\("?#([^")]+)"?\)/);
  if (!pattern) return fill.startsWith("rgb") ? [fill] : [];
  const stripes = svg.ownerDocument.getElementById(pattern[1]).querySelectorAll("rect");
  return Array.from(stripes, (stripe) => getComputedStyle(stripe).fill);
}

function pictureFaults(svg) {
  const faults = [];
  const [view, frame] = [svg.viewBox.baseVal, svg.getBoundingClientRect()];
  const unit = view.width / frame.width;
  const boxOf = (element) => {
    const box = element.getBoundingClientRect();
    const [left, right] = [box.left, box.right].map((x) => (x - frame.left) * unit);
    const [top, bottom] = [box.top, box.bottom].map((y) => (y - frame.top) * unit);
    return { left, right, top, bottom };
  };
  const lettersOf = (element) => {
    const box = boxOf(element);
    const leading = (box.bottom - box.top) * LEADING;
    return { ...box, top: box.top + leading, bottom: box.bottom - leading };
  };
  const drawn = Array.from(svg.querySelectorAll("rect, path, circle, line, ellipse, polygon, polyline, text, image, use, foreignObject"))
    .filter((element) => !element.closest("defs, pattern, clipPath, mask, marker"));
  const orders = new Map(drawn.map((element, order) => [element, order]));
  const texts = drawn
    .filter((element) => element.tagName === "text" && element.textContent.trim())
    .map((element) => {
      const { paintOrder, stroke, strokeWidth } = getComputedStyle(element);
      const isOutlined = paintOrder.startsWith("stroke") && stroke !== "none" && parseFloat(strokeWidth) >= 3;
      return {
        element, order: orders.get(element), name: element.textContent.trim(), box: lettersOf(element), isOutlined, stroke,
      };
    });
  const marks = drawn
    .filter((element) => element.tagName !== "text")
    .map((element) => ({ element, order: orders.get(element), box: boxOf(element) }));
  // Most marks are far from every text, so that their style and outline are not needed.
  const described = (mark) => {
    if (mark.paints) return mark;
    const { fill, stroke, strokeWidth } = getComputedStyle(mark.element);
    mark.isLine = stroke !== "none";
    mark.reach = mark.isLine ? parseFloat(strokeWidth) / 2 : 0;
    mark.isFaint = fill === "none" && stroke.startsWith("rgb") && contrast(stroke, "rgb(255, 255, 255)") < FAINT;
    mark.paints = paints(fill, svg);
    mark.pieces = outline(mark.element);
    return mark;
  };
  const isIn = (mark, point) => {
    const place = svg.createSVGPoint();
    [place.x, place.y] = [point.x, point.y];
    return mark.paints.length > 0 && mark.element.isPointInFill(place);
  };

  const ground = marks.length > 0 && described(marks[0]);
  const isWhite = ground && ground.paints.length === 1 && luminance(ground.paints[0]) === 1;
  const isWhole = isWhite && ground.box.left < 0.5 && ground.box.top < 0.5;
  if (!isWhole || ground.box.right < view.width - 0.5 || ground.box.bottom < view.height - 0.5) {
    faults.push(["ground", "the picture has no white ground"]);
  }
  if (svg.querySelector("script, img, iframe, foreignObject")) faults.push(["markup", svg.outerHTML.slice(0, 80)]);

  texts.forEach((text, index) => {
    const box = text.box;
    const isInside = box.left >= EDGE.side && box.right <= view.width - EDGE.side && box.top >= EDGE.end && box.bottom <= view.height - EDGE.end;
    if (!isInside) faults.push(["outside", text.name]);
    for (const other of texts.slice(index + 1)) {
      if (overlap(box, other.box, 0.5)) faults.push(["overlap", `${text.name} | ${other.name}`]);
    }
    const near = marks.filter((mark) => mark !== ground && overlap(box, mark.box, -STROKE)).map(described);
    const isCrossedBy = (mark) => {
      const inner = {
        left: box.left + TOUCH - mark.reach, right: box.right - TOUCH + mark.reach,
        top: box.top + TOUCH - mark.reach, bottom: box.bottom - TOUCH + mark.reach,
      };
      return mark.pieces.some((piece) => passes(piece, inner));
    };
    const points = grid(box);
    const covering = near.filter((mark) => mark.order > text.order);
    const isCovered = covering.some((mark) => (mark.isLine && isCrossedBy(mark)) || points.some((point) => isIn(mark, point)));
    if (isCovered) faults.push(["covered", text.name]);
    const behind = near.filter((mark) => mark.order < text.order);
    const disturbs = (mark) => !mark.isFaint && isCrossedBy(mark);
    if (!text.isOutlined && behind.some(disturbs)) faults.push(["crossed", text.name]);

    for (const element of [text.element, ...text.element.querySelectorAll("tspan")]) {
      const hasLetters = Array.from(element.childNodes).some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim());
      if (!hasLetters) continue;
      const style = getComputedStyle(element);
      if (parseFloat(style.fontSize) < SMALLEST) faults.push(["small", text.name]);
      const groundsAt = (point) => {
        const under = behind.filter((mark) => isIn(mark, point)).pop();
        return under ? under.paints : ground ? ground.paints : ["rgb(255, 255, 255)"];
      };
      const grounds = text.isOutlined ? [text.stroke] : grid(lettersOf(element)).flatMap(groundsAt);
      if (grounds.some((paint) => contrast(paint, style.fill) < PALEST)) faults.push(["pale", text.name]);
    }
  });
  return faults;
}

// The faults of a whole page. Its errors are collected by the script that `browser::watched` puts first.
async function pageFaults(view, axe) {
  const page = view.document;
  const faults = (view.pageErrors || ["the page has no collector of errors"]).map((error) => ["error", error]);
  const root = page.documentElement;
  if (root.scrollWidth > root.clientWidth) faults.push(["wide", `${root.scrollWidth} pixels`]);
  for (const table of page.querySelectorAll("table")) {
    const text = table.textContent.trim().replace(/\s+/g, " ");
    if (!table.caption || !table.caption.textContent.trim()) faults.push(["caption", text]);
    // A wide table scrolls, but its caption is read without scrolling.
    const captionWidth = table.caption ? table.caption.getBoundingClientRect().width : 0;
    if (captionWidth > root.clientWidth) faults.push(["wide", `the caption of ${text}: ${captionWidth} pixels`]);
    const heads = Array.from(table.querySelectorAll("th"));
    const isScoped = (head) => ["col", "row", "colgroup", "rowgroup"].includes(head.getAttribute("scope"));
    if (heads.length === 0 || !heads.every(isScoped)) faults.push(["scope", text]);
  }
  for (const svg of page.querySelectorAll("svg[role=img]")) faults.push(...pictureFaults(svg));
  if (axe) {
    await new Promise((done, failed) => {
      const script = page.createElement("script");
      [script.src, script.onload, script.onerror] = [axe, done, () => failed(new Error(`${axe} is not read`))];
      page.head.append(script);
    });
    const { violations } = await view.axe.run(page);
    for (const { id, nodes } of violations) faults.push(["axe", `${id}: ${nodes[0].html}`]);
  }
  return faults;
}

// Replaces the document by what was found, so that the dump of it is short.
async function report(find) {
  let found;
  try {
    found = { findings: await find() };
  } catch (error) {
    found = { failure: String(error.stack || error) };
  }
  const script = document.createElement("script");
  [script.type, script.id] = ["application/json", "found"];
  script.textContent = JSON.stringify(found).replaceAll("<", "\\u003c");
  document.documentElement.replaceChildren(script);
}

function finding(name, width, [fault, text]) {
  return { name, width, fault, text: Array.from(text).slice(0, 90).join("") };
}

// Shows one picture after the other on each page: the layout of a page with all of them would take minutes.
function findPictures(pages) {
  const pictures = JSON.parse(document.querySelector("#pictures").textContent);
  const place = document.querySelector("main");
  return pages.flatMap(({ width, dark, from_right, font }) => {
    document.documentElement.dir = from_right ? "rtl" : "ltr";
    document.body.className = dark ? "dark" : "";
    document.querySelector("#font").textContent = font ? `svg, svg text { font-family: ${font} }` : "";
    place.style.width = `${width}px`;
    return pictures.flatMap(([name, svg]) => {
      place.innerHTML = svg;
      const faults = new Map(pictureFaults(place.querySelector("svg")).map((fault) => [fault.join(" "), fault]));
      return Array.from(faults.values(), (fault) => finding(font ? `${name} in ${font}` : name, width, fault));
    });
  });
}

async function findPages(axe) {
  const findings = [];
  for (const frame of document.querySelectorAll("iframe")) {
    const faults = await pageFaults(frame.contentWindow, axe);
    findings.push(...faults.map((fault) => finding(frame.title, frame.clientWidth, fault)));
  }
  return findings;
}
