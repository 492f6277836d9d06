/** Drawings that only the list uses. */
import { icon } from "./elements";

const PATHS: Record<string, string> = {
  columns: "M4 5h16v14H4zM9.5 5v14M14.5 5v14",
  funnel: "M4 5h16M7 10h10M9.5 15h5M11 20h2",
  views: "M6 4h12v16l-6-4-6 4z",
  pencil: "M4 20l1-4L16 5l3 3L8 19z",
  star: "M12 4l2.5 5 5.500.8-4 3.900 1 5.300-5-2.700-5 2.700 1-5.300-4-3.900 5.500-.8z",
};

export function gridIcon(name: string, size = 16): SVGSVGElement {
  const drawing = icon("dot", size);
  drawing.querySelector("path")?.setAttribute("d", PATHS[name] ?? "");
  return drawing;
}
