import {
  CheckCircleFilled,
  ClockCircleOutlined,
  CloseCircleFilled,
  MinusCircleOutlined,
  WarningFilled,
} from "@ant-design/icons";
import { useTranslation } from "react-i18next";
import type { SourceState } from "@/contract";
import { TONE, type Tone } from "./light";
import "./stream.css";

export const SIGN: Record<Tone, React.ReactNode> = {
  good: <CheckCircleFilled aria-hidden="true" />,
  wait: <ClockCircleOutlined aria-hidden="true" />,
  warn: <WarningFilled aria-hidden="true" />,
  bad: <CloseCircleFilled aria-hidden="true" />,
  off: <MinusCircleOutlined aria-hidden="true" />,
};

/** The state of a source: sign, colour and word. */
export function StateLight({ state }: { state: SourceState }) {
  const { t } = useTranslation();
  const tone = TONE[state];
  return (
    <span className={`light light-${tone}`}>
      {SIGN[tone]}
      {t(`health.state.${state}`)}
    </span>
  );
}
