/** Where the nodes of a flow stand and how its ways run between them: columns by step, heights by how many. */

export interface FlowNode {
  step: number;
  node: string;
  name: string;
  colour: string;
  size: number;
  /** How many ended here; null where what comes after was not asked. */
  dropped: number | null;
  text: string;
  droppedText: string;
  address: string;
  droppedAddress: string | null;
  figure?: number | undefined;
}

export interface FlowLink {
  step: number;
  from: string;
  to: string;
  size: number;
  text: string;
  /** What its people are called; the two nodes by default. */
  title?: string;
  address: string;
  figure?: number | undefined;
}

export interface PlacedNode extends FlowNode {
  x: number;
  y: number;
  height: number;
  droppedHeight: number;
}

export interface PlacedLink extends FlowLink {
  key: string;
  colour: string;
  path: string;
  width: number;
}

export interface Flow {
  nodes: PlacedNode[];
  links: PlacedLink[];
  width: number;
  height: number;
}

/** How a flow is laid out; lengths in px. */
export interface FlowSize {
  /** From the beginning of a step to that of the next. */
  column: number;
  height: number;
  /** Steps run from right to left, so that time always runs to the right. */
  backward: boolean;
  /** Names and figures stand one under the other. */
  narrow?: boolean;
}

export const NODE = 12;
/** From a node to the next below it: its name must have room there. */
const GAP = { wide: 22, narrow: 40 };
/** All nodes of the fullest step together are at least so high. */
const BARS = 220;
const TOP = 28;
const LEAST = 2;
const NARROWEST = 150;
const NARROW = 200;
const WIDEST = 280;

/** The columns that a frame has room for: all, or as many whole ones as can be read, but never less than two. */
export function columnsIn(width: number, steps: number): { shown: number; column: number; narrow: boolean } {
  const shown = Math.max(1, Math.min(steps, Math.max(2, Math.floor(width / NARROWEST))));
  const column = Math.min(WIDEST, width / shown);
  return { shown, column, narrow: column < NARROW };
}

export function layFlow(nodes: readonly FlowNode[], links: readonly FlowLink[], size: FlowSize): Flow {
  const gap = GAP[size.narrow ? "narrow" : "wide"];
  const steps = [...new Set(nodes.map((node) => node.step))].sort((a, b) => a - b);
  const last = Math.max(0, ...steps);
  const most = Math.max(1, ...steps.map((step) => sum(nodes.filter((node) => node.step === step))));
  const crowd = Math.max(1, ...steps.map((step) => nodes.filter((node) => node.step === step).length));
  const height = Math.max(size.height, (crowd - 1) * gap + BARS);
  const scale = (height - (crowd - 1) * gap) / most;
  const x = (step: number) => (size.backward ? last - step : step) * size.column;
  const placed = steps.flatMap((step): PlacedNode[] => {
    let y = TOP;
    return nodes
      .filter((node) => node.step === step)
      .map((node) => {
        const own = Math.max(LEAST, node.size * scale);
        const at = {
          ...node,
          x: x(step),
          y,
          height: own,
          droppedHeight: Math.min(own, (node.dropped ?? 0) * scale),
        };
        y += own + gap;
        return at;
      });
  });
  const find = (step: number, node: string) => placed.find((one) => one.step === step && one.node === node);
  const out = new Map<PlacedNode, number>();
  const into = new Map<PlacedNode, number>();
  const ways = [...links]
    .map((link) => ({ link, from: find(link.step, link.from), to: find(link.step + 1, link.to) }))
    .filter((way): way is { link: FlowLink; from: PlacedNode; to: PlacedNode } => !!way.from && !!way.to)
    .sort((a, b) => a.from.y - b.from.y || a.to.y - b.to.y)
    .map(({ link, from, to }): PlacedLink => {
      const width = Math.max(1, link.size * scale);
      const start = from.y + (out.get(from) ?? 0) + width / 2;
      const end = to.y + (into.get(to) ?? 0) + width / 2;
      out.set(from, (out.get(from) ?? 0) + width);
      into.set(to, (into.get(to) ?? 0) + width);
      const [x0, x1] = size.backward ? [from.x, to.x + NODE] : [from.x + NODE, to.x];
      const half = (x0 + x1) / 2;
      return {
        ...link,
        key: `${link.step}|${link.from}|${link.to}`,
        colour: from.colour,
        path: `M${x0},${start.toFixed(1)}C${half},${start.toFixed(1)} ${half},${end.toFixed(1)} ${x1},${end.toFixed(1)}`,
        width,
      };
    });
  const bottom = Math.max(height, ...placed.map((node) => node.y + Math.max(node.height, gap)));
  return { nodes: placed, links: ways, width: (last + 1) * size.column, height: bottom + 12 };
}

const sum = (nodes: readonly FlowNode[]) => nodes.reduce((all, node) => all + node.size, 0);
