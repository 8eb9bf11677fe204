/** Icons from the project's set (Lucide, ISC licence), drawn inside the page: no request. */
import arrowRight from "lucide-static/icons/arrow-right.svg?raw";
import check from "lucide-static/icons/check.svg?raw";
import chevronDown from "lucide-static/icons/chevron-down.svg?raw";
import circleDot from "lucide-static/icons/circle-dot.svg?raw";
import construction from "lucide-static/icons/construction.svg?raw";
import ear from "lucide-static/icons/ear.svg?raw";
import eye from "lucide-static/icons/eye.svg?raw";
import flask from "lucide-static/icons/flask-conical.svg?raw";
import footprints from "lucide-static/icons/footprints.svg?raw";
import grip from "lucide-static/icons/grip-vertical.svg?raw";
import heart from "lucide-static/icons/heart.svg?raw";
import lightbulb from "lucide-static/icons/lightbulb.svg?raw";
import pencil from "lucide-static/icons/pencil-line.svg?raw";
import plus from "lucide-static/icons/plus.svg?raw";
import retry from "lucide-static/icons/rotate-ccw.svg?raw";
import scan from "lucide-static/icons/scan-search.svg?raw";
import scissors from "lucide-static/icons/scissors.svg?raw";
import share from "lucide-static/icons/share-2.svg?raw";
import trash from "lucide-static/icons/trash-2.svg?raw";
import cross from "lucide-static/icons/x.svg?raw";
import strokeShape from "../../styles/shapes/stroke.svg?raw";

const DRAWINGS = {
  arrowRight, check, chevronDown, circleDot, construction, cross, ear, eye, flask, footprints, grip,
  heart, lightbulb, pencil, plus, retry, scan, scissors, share, trash,
};

export type IconName = keyof typeof DRAWINGS;

/** The phases of the work keep their icon everywhere in the product. */
export const PHASE_ICONS: Record<string, IconName> = {
  immersion: "footprints",
  analyse: "scan",
  idees: "lightbulb",
  prototype: "scissors",
  test: "flask",
  partage: "share",
};

function draw(source: string, className: string): Element {
  const drawing = new DOMParser().parseFromString(source, "image/svg+xml").documentElement;
  drawing.setAttribute("class", className);
  drawing.setAttribute("aria-hidden", "true");
  drawing.setAttribute("focusable", "false");
  return document.importNode(drawing, true);
}

/** Draw an icon: decoration, its word is always beside. */
export function icon(name: IconName): Element {
  return draw(DRAWINGS[name], "rez-icon");
}

/** The marker stroke of the product, under a word. */
export function stroke(): Element {
  return draw(strokeShape, "rez-stroke");
}
