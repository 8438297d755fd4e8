import { LeftOutlined, RightOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { useTranslation } from "react-i18next";

interface Props {
  /** The leftmost column in sight, and the one furthest to the right that can be. */
  first: number;
  last: number;
  /** What the outermost columns in sight are called. */
  from: string;
  to: string;
  count: number;
  onLeaf: (first: number) => void;
}

/** Which columns of a flow are in sight, and the way to the others. */
export function FlowPager({ first, last, from, to, count, onLeaf }: Props) {
  const { t } = useTranslation();
  return (
    <div className="flow-pager">
      <Button
        size="small"
        icon={<LeftOutlined aria-hidden="true" />}
        aria-label={t("chart.flow.left")}
        disabled={first <= 0}
        onClick={() => onLeaf(first - 1)}
      />
      <span aria-live="polite">{t("chart.flow.shown", { from, to, count })}</span>
      <Button
        size="small"
        icon={<RightOutlined aria-hidden="true" />}
        aria-label={t("chart.flow.right")}
        disabled={first >= last}
        onClick={() => onLeaf(first + 1)}
      />
    </div>
  );
}
