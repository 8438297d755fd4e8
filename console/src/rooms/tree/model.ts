/** A tree as it is drawn, and what moved it most. */
import type { TreeNode } from "@/contract";

export interface Nested {
  node: TreeNode;
  parts: Nested[];
}

/** The nodes of a reading below their parents; the first is the root. */
export function nested(nodes: readonly TreeNode[]): Nested | null {
  const known = new Map(nodes.map((node) => [node.path, node]));
  const grow = (node: TreeNode): Nested => ({
    node,
    parts: node.parts.flatMap((path) => {
      const part = known.get(path);
      return part ? [grow(part)] : [];
    }),
  });
  return nodes[0] ? grow(nodes[0]) : null;
}

/** The leaves that moved the root, the one that moved it most first. */
export function movers(nodes: readonly TreeNode[]): TreeNode[] {
  return nodes
    .filter((node) => node.parts.length === 0 && node.contribution)
    .sort((a, b) => Math.abs(b.contribution ?? 0) - Math.abs(a.contribution ?? 0));
}

/** A contribution as a share of what the root was; null where that was nothing. */
export const shareOf = (amount: number | null, root: TreeNode): number | null =>
  amount === null || !root.before.value ? null : amount / Math.abs(root.before.value);

/** Remainders up to this share of a node are the rounding of figures. */
const ROUNDING = 1e-6;

/** What a node has beyond what its parts give; null where they give it. */
export function openRemainder({ now }: TreeNode): number | null {
  if (now.remainder === null || now.value === null) return null;
  return Math.abs(now.remainder) <= ROUNDING * Math.max(1, Math.abs(now.value)) ? null : now.remainder;
}

/** A formula as people write it, with the names of metrics. */
export const formulaText = (formula: string, named: (key: string) => string): string =>
  formula
    .replace(/[a-z][a-z0-9_]*/g, named)
    .replace(/\s*([*/+-])\s*/g, (_, sign: string) => ` ${SIGNS[sign] ?? sign} `);

const SIGNS: Record<string, string> = { "*": "×", "/": "÷", "-": "−" };
