/** Pictures of the charts that are not drawn by the chart library, painted by hand. */
import type { Look } from "./lines/option";

const SCALE = 2;

export interface Pen {
  width: number;
  height: number;
  rect: (x: number, y: number, w: number, h: number, colour: string) => void;
  hatch: (x: number, y: number, w: number, h: number, colour: string) => void;
  /** A band along a curve, moved by (x, y). */
  band: (path: string, x: number, y: number, width: number, colour: string) => void;
  text: (
    text: string,
    x: number,
    y: number,
    options?: { colour?: string; align?: CanvasTextAlign; bold?: boolean; max?: number },
  ) => void;
}

/** Paint on a fresh canvas and hand back the picture as a data address. */
export function paint(width: number, height: number, look: Look, draw: (pen: Pen) => void): string {
  const canvas = document.createElement("canvas");
  canvas.width = width * SCALE;
  canvas.height = height * SCALE;
  const context = canvas.getContext("2d");
  if (!context) return "";
  context.scale(SCALE, SCALE);
  context.fillStyle = look.surface;
  context.fillRect(0, 0, width, height);
  const pen: Pen = {
    width,
    height,
    rect: (x, y, w, h, colour) => {
      context.fillStyle = colour;
      context.fillRect(x, y, w, h);
    },
    hatch: (x, y, w, h, colour) => {
      context.save();
      context.beginPath();
      context.rect(x, y, w, h);
      context.clip();
      context.strokeStyle = colour;
      context.globalAlpha = 0.45;
      context.lineWidth = 1.5;
      for (let at = x - h; at < x + w; at += 7) {
        context.beginPath();
        context.moveTo(at, y + h);
        context.lineTo(at + h, y);
        context.stroke();
      }
      context.restore();
    },
    band: (path, x, y, w, colour) => {
      context.save();
      context.translate(x, y);
      context.globalAlpha = 0.25;
      context.strokeStyle = colour;
      context.lineWidth = w;
      context.stroke(new Path2D(path));
      context.restore();
    },
    text: (text, x, y, { colour = look.text, align = "left", bold = false, max } = {}) => {
      context.fillStyle = colour;
      context.textAlign = align;
      context.textBaseline = "middle";
      context.font = `${bold ? 600 : 400} 12px ${look.font}`;
      context.fillText(text, x, y, max);
    },
  };
  draw(pen);
  return canvas.toDataURL("image/png");
}
