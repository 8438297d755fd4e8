import { Tooltip } from "antd";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { inTongue, metricDoors, useMetricNames, useWritten } from "@/base/metrics";
import { useProject, useProjectFormat } from "@/base/project";
import { paths } from "@/base/url";
import { Sparkline } from "@/charts";
import type { MetricBody, TreeNode } from "@/contract";
import { Change, PeopleDoor } from "@/ui";
import { formulaText, openRemainder, shareOf } from "./model";

interface Props {
  node: TreeNode;
  root: TreeNode;
  complete: readonly boolean[];
}

/** One node: its value, how it moved, what it moved the root by, and whether its parts give it. */
export function NodeCard({ node, root, complete }: Props) {
  const { t } = useTranslation();
  const project = useProject();
  const format = useProjectFormat();
  const named = useMetricNames();
  const written = useWritten({ unit: node.unit as MetricBody["unit"], currency: node.currency });
  const rootWritten = useWritten({ unit: root.unit as MetricBody["unit"], currency: root.currency });
  const name = node.name ? inTongue(node.name, format.locale) : node.metric;
  const rest = openRemainder(node);
  const share = shareOf(node.contribution, root);
  const doors = metricDoors(
    node.now.people.map((door) => door.question),
    node.now.people.map((door) => door.address),
    t,
  );
  return (
    <article className={`tree-node tree-node-${toneOf(node, root)}`} aria-label={name}>
      <header>
        <Link to={paths.metric(project.id, node.metric, true)}>{name}</Link>
        {node.owner && <span className="tree-owner">{node.owner}</span>}
      </header>
      {node.problem ? (
        <p className="tree-problem">
          {t(`errors.${node.problem.code}`, { defaultValue: t("tree.problem") })}
        </p>
      ) : (
        <div className="tree-figures">
          <PeopleDoor
            doors={doors}
            title={name}
            label={t("metrics.openOf", { name, value: written.short(node.now.value) })}
          >
            <b className="tree-value" title={written.exact(node.now.value)}>
              {written.short(node.now.value)}
            </b>
          </PeopleDoor>
          <Change
            value={node.now.value}
            previous={node.before.value}
            good={node.good === "neither" ? "neutral" : node.good}
          />
        </div>
      )}
      {node.series.length > 1 && (
        <Sparkline
          points={node.series.map((value, index) => ({ value, complete: complete[index] ?? true }))}
          label={t("tree.series", { name })}
        />
      )}
      {node !== root && node.contribution !== null && (
        <Tooltip title={rootWritten.change(node.contribution)}>
          <p className="tree-moved">
            {t("tree.moved", {
              amount: share === null ? rootWritten.change(node.contribution) : signed(share, format.rate),
            })}
          </p>
        </Tooltip>
      )}
      {node.formula && <p className="tree-formula">= {formulaText(node.formula, named)}</p>}
      {rest !== null && (
        <Tooltip title={t("tree.remainderText")}>
          <p className="tree-rest">{t("tree.remainder", { amount: written.change(rest) })}</p>
        </Tooltip>
      )}
    </article>
  );
}

/** Good or bad for the root; said by colour and by the sign beside it. */
function toneOf(node: TreeNode, root: TreeNode): "good" | "bad" | "flat" {
  if (!node.contribution || root.good === "neither") return "flat";
  return node.contribution > 0 === (root.good === "up") ? "good" : "bad";
}

export const signed = (value: number, rate: (value: number) => string): string =>
  `${value > 0 ? "+" : value < 0 ? "−" : ""}${rate(Math.abs(value))}`;
