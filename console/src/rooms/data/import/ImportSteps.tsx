import { Steps } from "antd";
import { useTranslation } from "react-i18next";

/** Where in the import one is; nothing to click, the buttons lead on. */
export function ImportSteps({ at }: { at: number }) {
  const { t } = useTranslation();
  return (
    <Steps
      className="import-steps"
      size="small"
      current={at}
      responsive={false}
      items={["file", "columns", "check", "done"].map((key) => ({ title: t(`data.import.step.${key}`) }))}
    />
  );
}
