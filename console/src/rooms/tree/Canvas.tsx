import { useTranslation } from "react-i18next";
import { inTongue } from "@/base/metrics";
import { useProjectFormat } from "@/base/project";
import type { TreeNode, TreeRead } from "@/contract";
import { movers, type Nested, nested, shareOf } from "./model";
import { NodeCard, signed } from "./NodeCard";

/** The tree: one nested list, drawn from left to right where there is room and as a list on a phone. */
export function Canvas({ read, dimmed }: { read: TreeRead; dimmed: boolean }) {
  const { t } = useTranslation();
  const tree = nested(read.nodes);
  if (!tree) return null;
  return (
    <div className={dimmed ? "tree-frame tree-dimmed" : "tree-frame"} aria-busy={dimmed}>
      <Sentence read={read} root={tree.node} />
      <section className="tree-canvas" aria-label={t("tree.canvas")}>
        <ul className="tree">
          <Branch branch={tree} root={tree.node} complete={read.complete} />
        </ul>
      </section>
    </div>
  );
}

interface BranchProps {
  branch: Nested;
  root: TreeNode;
  complete: readonly boolean[];
}

function Branch({ branch, root, complete }: BranchProps) {
  return (
    <li>
      <NodeCard node={branch.node} root={root} complete={complete} />
      {branch.parts.length > 0 && (
        <ul>
          {branch.parts.map((part) => (
            <Branch key={part.node.path} branch={part} root={root} complete={complete} />
          ))}
        </ul>
      )}
    </li>
  );
}

const NAMED = 3;

/** How the root moved, and which leaves moved it most. */
function Sentence({ read, root }: { read: TreeRead; root: TreeNode }) {
  const { t } = useTranslation();
  const { locale, rate, day } = useProjectFormat();
  const called = (node: TreeNode) => (node.name ? inTongue(node.name, locale) : node.metric);
  const change = shareOf(root.contribution, root);
  if (change === null) return <p className="tree-sentence">{t("tree.noChange", { name: called(root) })}</p>;
  const most = movers(read.nodes)
    .slice(0, NAMED)
    .map((node) =>
      t("tree.by", { name: called(node), amount: signed(shareOf(node.contribution, root) ?? 0, rate) }),
    );
  const said = t(change > 0 ? "tree.rose" : change < 0 ? "tree.fell" : "tree.stayed", {
    name: called(root),
    amount: rate(Math.abs(change)),
    from: day(read.against.from),
    to: day(read.against.to),
  });
  return (
    <p className="tree-sentence">
      {said}
      {most.length > 0 && t("tree.most", { parts: most.join(t("tree.and")) })}
    </p>
  );
}
