import { useQuery } from "@tanstack/react-query";
import { Button, Drawer, Form, Input, InputNumber, Segmented, Select } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { metricsQuery, savedQuery } from "@/base/api";
import { useProject } from "@/base/project";
import { paths } from "@/base/url";
import type { Shows } from "../model";

interface Props {
  open: boolean;
  onClose: () => void;
  onAdd: (shows: Shows, title?: string) => void;
}

const KINDS = ["metric", "question", "target", "text"] as const;
type Kind = (typeof KINDS)[number];
interface Said {
  title?: string;
  metric: string;
  shows: "figure" | "trend" | "table";
  saved: string;
  target: number;
  markdown: string;
}

/** Chooses what a new tile shows. */
export function AddDrawer({ open, onClose, onAdd }: Props) {
  const { t, i18n } = useTranslation();
  const project = useProject();
  const [kind, setKind] = useState<Kind>("metric");
  const { data: saved } = useQuery({ ...savedQuery(project.id), enabled: open });
  const { data: metrics } = useQuery({ ...metricsQuery(project.id), enabled: open });
  const language = i18n.language.startsWith("zh") ? "zh" : "en";
  const needed = [{ required: true, message: t("boards.add.needed") }];
  const add = (said: Said) => {
    const { metric, title } = said;
    if (kind === "metric") onAdd({ type: "metric", metric, shows: said.shows, interval: "day" }, title);
    if (kind === "target") onAdd({ type: "target", metric, target: said.target }, title);
    if (kind === "question") onAdd({ type: "question", saved: said.saved, view: "chart" }, title);
    if (kind === "text") onAdd({ type: "text", markdown: said.markdown }, title);
  };
  return (
    <Drawer open={open} onClose={onClose} size={420} destroyOnHidden title={t("boards.add.title")}>
      <Segmented
        block
        value={kind}
        aria-label={t("boards.add.kind")}
        options={KINDS.map((value) => ({ value, label: t(`boards.add.is.${value}`) }))}
        onChange={setKind}
      />
      <Form<Said>
        key={kind}
        className="board-add"
        layout="vertical"
        requiredMark={false}
        initialValues={{ shows: "figure" }}
        onFinish={add}
      >
        {(kind === "metric" || kind === "target") && (
          <Form.Item name="metric" label={t("boards.add.metric")} rules={needed}>
            <Select
              showSearch={{ optionFilterProp: "label" }}
              notFoundContent={t("boards.add.noMetrics")}
              options={(metrics ?? []).map((one) => ({ value: one.key, label: one.metric.name[language] }))}
            />
          </Form.Item>
        )}
        {kind === "metric" && (
          <Form.Item name="shows" label={t("boards.add.shows")}>
            <Segmented
              options={(["figure", "trend", "table"] as const).map((value) => ({
                value,
                label: t(`boards.add.as.${value}`),
              }))}
            />
          </Form.Item>
        )}
        {kind === "target" && (
          <Form.Item name="target" label={t("boards.add.target")} rules={needed}>
            <InputNumber min={0.000001} style={{ width: "100%" }} />
          </Form.Item>
        )}
        {kind === "question" && (
          <Form.Item
            name="saved"
            label={t("boards.add.saved")}
            rules={needed}
            extra={
              <>
                {t("boards.add.orAsk")} <Link to={paths.ask(project.id)}>{t("boards.add.ask")}</Link>
              </>
            }
          >
            <Select
              showSearch={{ optionFilterProp: "label" }}
              notFoundContent={t("boards.add.noSaved")}
              options={(saved ?? []).map((one) => ({ value: one.id, label: one.name }))}
            />
          </Form.Item>
        )}
        {kind === "text" && (
          <Form.Item
            name="markdown"
            label={t("boards.add.text")}
            rules={needed}
            extra={t("boards.add.textHint")}
          >
            <Input.TextArea autoSize={{ minRows: 6, maxRows: 20 }} maxLength={10_000} />
          </Form.Item>
        )}
        <Form.Item name="title" label={t("boards.tile.title")}>
          <Input maxLength={200} placeholder={t("boards.add.titleHint")} />
        </Form.Item>
        <Button type="primary" htmlType="submit" block>
          {t("boards.add.do")}
        </Button>
      </Form>
    </Drawer>
  );
}
