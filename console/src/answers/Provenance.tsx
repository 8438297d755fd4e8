import { InfoCircleOutlined } from "@ant-design/icons";
import { Button, Drawer, Tag } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Format } from "@/base/format";
import { sentence } from "@/base/question";
import type { Answer, Question } from "@/contract";
import { Explained } from "@/ui";

interface Props {
  question: Question;
  answer: Answer;
  format: Format;
}

/** How the answer was computed: definition, range, zone, freshness, effort, and SQL that gives the same. */
export function Provenance({ question, answer, format }: Props) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const { provenance, before } = answer;
  const days = ({ range }: Answer["provenance"]) => `${format.day(range.from)} – ${format.day(range.to)}`;
  const took = format.duration(provenance.computed_ms / 1000);
  const facts: [string, string][] = [
    [t("ask.how.definition"), `${sentence(question, t)} (v${provenance.definition_version})`],
    [t("ask.how.range"), days(provenance)],
    ...(before ? [[t("ask.how.before"), days(before.provenance)] as [string, string]] : []),
    [
      t("ask.how.zone"),
      `${provenance.timezone} · ${t("ask.how.week", { day: t(`common.weekday.${provenance.week_start}`) })}`,
    ],
    [t("ask.how.known"), format.moment(provenance.known_until)],
    [t("ask.how.version"), String(provenance.data_version)],
    [t("ask.how.read"), format.exact(provenance.events_read)],
    [t("ask.how.took"), provenance.cached ? t("ask.how.kept", { took }) : took],
  ];
  return (
    <>
      {provenance.incomplete && <Tag variant="filled">{t("ask.how.incomplete")}</Tag>}
      <Button type="text" icon={<InfoCircleOutlined aria-hidden="true" />} onClick={() => setOpen(true)}>
        {t("ask.how.title")}
      </Button>
      <Drawer
        open={open}
        onClose={() => setOpen(false)}
        size={640}
        destroyOnHidden
        title={t("ask.how.title")}
      >
        <dl className="how">
          {facts.map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
        <Explained question={question} />
      </Drawer>
    </>
  );
}
