import { LoadingOutlined } from "@ant-design/icons";
import { App, Dropdown } from "antd";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import type { MetricDoor } from "@/base/metrics";
import { usePeopleBehind } from "../people/usePeopleBehind";
import { useErrorText } from "../useErrorText";

interface Props {
  /** What opens the people, or how that is found out once somebody wants to. */
  doors: readonly MetricDoor[] | (() => Promise<readonly MetricDoor[]>);
  /** What the figure says, for the drawer. */
  title: string;
  /** What it is called where it is no mere text: with what is seen of it. */
  label?: string;
  /** The figure itself, where it counts people. */
  figure?: number | undefined;
  children: ReactNode;
}

/** A figure of a metric that opens its people: those of its one number, or a choice of whose where it has several. */
export function PeopleDoor({ doors, title, label, figure, children }: Props) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const errorText = useErrorText();
  const behind = usePeopleBehind();
  const [choices, setChoices] = useState<readonly MetricDoor[] | null>(null);
  const [busy, setBusy] = useState(false);
  const shown = typeof children === "string" ? t("metrics.openOf", { name: title, value: children }) : null;
  const said = label ?? shown ?? t("metrics.doors.open", { title });
  const open = ({ question, address }: MetricDoor) => {
    setChoices(null);
    behind.open({ question, address, title, ...(figure === undefined ? {} : { figure }) });
  };
  const show = (found: readonly MetricDoor[]) => {
    const [only] = found;
    if (!only) message.info(t("metrics.doors.none"));
    else if (found.length === 1) open(only);
    else setChoices(found);
  };
  const click = () => {
    if (typeof doors !== "function") return show(doors);
    setBusy(true);
    doors()
      .then(show, (error: unknown) => void message.error(errorText(error)))
      .finally(() => setBusy(false));
  };
  if (typeof doors !== "function" && doors.length === 0) return <span>{children}</span>;
  return (
    <Dropdown
      open={choices !== null}
      onOpenChange={(next) => !next && setChoices(null)}
      trigger={["click"]}
      menu={{
        items: (choices ?? []).map((one, index) => ({
          key: `${index}`,
          label: one.name,
          onClick: () => open(one),
        })),
      }}
    >
      <button type="button" className="figure-door" aria-busy={busy} aria-label={said} onClick={click}>
        {children}
        {busy && <LoadingOutlined aria-hidden="true" />}
      </button>
    </Dropdown>
  );
}
