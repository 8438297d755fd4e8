import { useMemo } from "react";
import { type FlowLink, type FlowNode, layFlow, NODE } from "./layout";

interface Props {
  nodes: readonly FlowNode[];
  links: readonly FlowLink[];
  /** The words over each column. */
  step: (step: number) => string;
  backward: boolean;
  description: string;
  onOpen: (address: string, title: string, figure?: number) => void;
}

const COLUMN = 220;
const HEIGHT = 440;

/** Nodes in columns, ways between them as bands, who went no further hatched. Nodes and ways are doors. */
export function FlowChart({ nodes, links, step, backward, description, onOpen }: Props) {
  const flow = useMemo(
    () => layFlow(nodes, links, { column: COLUMN, height: HEIGHT, backward }),
    [nodes, links, backward],
  );
  const steps = [...new Map(flow.nodes.map((node) => [node.step, node.x]))];
  return (
    <section className="flow" aria-label={description}>
      <div className="flow-canvas" style={{ width: flow.width, height: flow.height }}>
        <svg width={flow.width} height={flow.height} aria-hidden="true">
          {flow.links.map((link) => (
            // biome-ignore lint/a11y/noStaticElementInteractions: for the mouse; the table has the same doors by keyboard
            <path
              key={link.key}
              d={link.path}
              stroke={link.colour}
              strokeWidth={link.width}
              onClick={() => onOpen(link.address, `${link.from} → ${link.to}`, link.figure)}
            >
              <title>{link.text}</title>
            </path>
          ))}
        </svg>
        {steps.map(([one, x]) => (
          <span key={one} className="flow-step" style={{ left: x }}>
            {step(one)}
          </span>
        ))}
        {flow.nodes.map((node) => {
          const { droppedAddress } = node;
          return (
            <div key={`${node.step}|${node.node}`}>
              <button
                type="button"
                className="flow-node"
                style={{ left: node.x, top: node.y, width: NODE, height: node.height, color: node.colour }}
                title={`${node.name}: ${node.text}`}
                aria-label={`${step(node.step)}, ${node.name}: ${node.text}`}
                onClick={() => onOpen(node.address, `${step(node.step)} · ${node.name}`, node.figure)}
              />
              {droppedAddress && node.droppedHeight > 0 && (
                <button
                  type="button"
                  className="flow-dropped"
                  style={{
                    left: backward ? node.x - 26 : node.x + NODE,
                    top: node.y + node.height - node.droppedHeight,
                    height: Math.max(3, node.droppedHeight),
                    color: node.colour,
                  }}
                  title={node.droppedText}
                  aria-label={`${step(node.step)}, ${node.droppedText}`}
                  onClick={() => onOpen(droppedAddress, node.droppedText)}
                />
              )}
              <span
                className="flow-name"
                style={{ left: node.x + NODE + 6, top: node.y - 3 }}
                aria-hidden="true"
              >
                <b>{node.name}</b> {node.text}
              </span>
            </div>
          );
        })}
      </div>
    </section>
  );
}
