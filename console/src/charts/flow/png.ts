import type { Look } from "../lines/option";
import { paint } from "../png";
import { type FlowLink, type FlowNode, layFlow, NODE } from "./layout";

const COLUMN = 220;
const HEIGHT = 440;
const EDGE = 16;

/** The flow as a picture. */
export function flowPng(
  nodes: readonly FlowNode[],
  links: readonly FlowLink[],
  backward: boolean,
  look: Look,
): string {
  const flow = layFlow(nodes, links, { column: COLUMN, height: HEIGHT, backward });
  return paint(flow.width + EDGE, flow.height + EDGE, look, (pen) => {
    for (const link of flow.links) pen.band(link.path, EDGE, 0, link.width, link.colour);
    for (const node of flow.nodes) {
      pen.rect(EDGE + node.x, node.y, NODE, node.height, node.colour);
      if (node.droppedHeight > 0) {
        const left = EDGE + (backward ? node.x - 26 : node.x + NODE);
        pen.hatch(left, node.y + node.height - node.droppedHeight, 26, node.droppedHeight, node.colour);
      }
      pen.text(`${node.name} ${node.text}`, EDGE + node.x + NODE + 6, node.y + 6, { max: COLUMN - 30 });
    }
  });
}
