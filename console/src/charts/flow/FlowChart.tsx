import { useEffect, useMemo, useRef, useState } from "react";
import { useWidth } from "../useWidth";
import { FlowPager } from "./FlowPager";
import { columnsIn, type FlowLink, type FlowNode, layFlow, NODE } from "./layout";

interface Props {
  nodes: readonly FlowNode[];
  links: readonly FlowLink[];
  /** The words over each column. */
  step: (step: number) => string;
  backward: boolean;
  description: string;
  onOpen: (address: string, title: string, figure?: number) => void;
}

const HEIGHT = 440;

/**
 * Nodes in columns, ways between them as bands, who went no further hatched. Nodes and ways are doors. Where there is
 * no room for all columns, whole ones are shown and the others can be leafed through.
 */
export function FlowChart({ nodes, links, step, backward, description, onOpen }: Props) {
  const frame = useRef<HTMLDivElement>(null);
  const width = useWidth(frame);
  const count = new Set(nodes.map((node) => node.step)).size;
  const { shown, column, narrow } = columnsIn(width, count);
  const [first, setFirst] = useState(0);
  const flow = useMemo(
    () => layFlow(nodes, links, { column, height: HEIGHT, backward, narrow }),
    [nodes, links, column, backward, narrow],
  );
  const steps = [...new Map(flow.nodes.map((node) => [node.step, node.x]))].sort(([, a], [, b]) => a - b);
  const last = count - shown;
  const leaf = (to: number) => frame.current?.scrollTo({ left: to * column });

  // The event that was asked about is seen first.
  useEffect(() => {
    const box = frame.current;
    box?.scrollTo({ left: backward ? last * column : 0, behavior: "instant" });
  }, [backward, last, column]);

  return (
    <figure className="flow" aria-label={description}>
      {last > 0 && (
        <FlowPager
          first={first}
          last={last}
          from={step(steps[first]?.[0] ?? 0)}
          to={step(steps[Math.min(count, first + shown) - 1]?.[0] ?? 0)}
          count={count}
          onLeaf={leaf}
        />
      )}
      <div
        className={first < last ? "flow-scroll more" : "flow-scroll"}
        ref={frame}
        onScroll={(event) => setFirst(Math.round(event.currentTarget.scrollLeft / column))}
      >
        <div
          className={narrow ? "flow-canvas narrow" : "flow-canvas"}
          style={{ width: flow.width, height: flow.height }}
        >
          <svg width={flow.width} height={flow.height} aria-hidden="true">
            {flow.links.map((link) => (
              // biome-ignore lint/a11y/noStaticElementInteractions: for the mouse; the table has the same doors by keyboard
              <path
                key={link.key}
                d={link.path}
                stroke={link.colour}
                strokeWidth={link.width}
                onClick={() => onOpen(link.address, link.title ?? `${link.from} → ${link.to}`, link.figure)}
              >
                <title>{link.text}</title>
              </path>
            ))}
          </svg>
          {steps.map(([one, x]) => (
            <span key={one} className="flow-step" style={{ left: x, width: column }}>
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
                  style={{ left: node.x + NODE + 6, top: node.y - 3, maxWidth: column - NODE - 10 }}
                  aria-hidden="true"
                >
                  <b>{node.name}</b> <span>{node.text}</span>
                </span>
              </div>
            );
          })}
        </div>
      </div>
    </figure>
  );
}
