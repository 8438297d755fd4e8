import { InfoCircleOutlined } from "@ant-design/icons";
import { Button, Popover, Tag } from "antd";
import { useTranslation } from "react-i18next";
import type { Format } from "@/base/format";
import type { Provenance as Facts } from "@/contract";

/** How the answer was computed: definition, range, zone, freshness, effort. */
export function Provenance({ provenance, format }: { provenance: Facts; format: Format }) {
  const { t } = useTranslation();
  const facts: [string, string][] = [
    [t("ask.how.definition"), `${provenance.definition} (v${provenance.definition_version})`],
    [t("ask.how.range"), `${format.day(provenance.range.from)} – ${format.day(provenance.range.to)}`],
    [
      t("ask.how.zone"),
      `${provenance.timezone} · ${t("ask.how.week", { day: t(`common.weekday.${provenance.week_start}`) })}`,
    ],
    [t("ask.how.known"), format.moment(provenance.known_until)],
    [t("ask.how.version"), String(provenance.data_version)],
    [t("ask.how.read"), format.exact(provenance.events_read)],
    [t("ask.how.took"), format.duration(provenance.computed_ms / 1000)],
  ];
  const card = (
    <dl className="how">
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
  return (
    <>
      {provenance.incomplete && <Tag variant="filled">{t("ask.how.incomplete")}</Tag>}
      <Popover content={card} trigger="click" placement="bottomRight" title={t("ask.how.title")}>
        <Button type="text" icon={<InfoCircleOutlined aria-hidden="true" />}>
          {t("ask.how.title")}
        </Button>
      </Popover>
    </>
  );
}
