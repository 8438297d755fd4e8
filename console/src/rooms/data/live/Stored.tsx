import { Alert } from "antd";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { useProject, useProjectFormat } from "@/base/project";
import { paths } from "@/base/url";
import type { LiveRecord } from "@/contract";
import { DataTable, EmptyState, Moment, useEventName, usePropertyName } from "@/ui";
import { useReasonName } from "../stream/useReasonName";

/** A record as it is stored, or why it is not. */
export function Stored({ record, waiting }: { record: LiveRecord; waiting: boolean }) {
  const { t } = useTranslation();
  const project = useProject();
  const format = useProjectFormat();
  const named = usePropertyName();
  const eventNamed = useEventName();
  const reason = useReasonName();
  const { stored, refused } = record;
  if (refused)
    return <Alert type="error" showIcon title={reason(refused.code)} description={refused.message} />;
  if (!stored) {
    const why = record.decoded.profile === true ? "profile" : waiting ? "waiting" : "missing";
    return <EmptyState title={t("live.stored.none")} text={t(`live.stored.${why}`)} />;
  }
  const properties = Object.entries(stored.properties).filter(([, value]) => value !== null);
  return (
    <div className="received">
      {stored.mark && <Alert type="info" showIcon title={t(`live.mark.${stored.mark}`)} />}
      <dl className="pairs">
        <dt>{t("live.stored.event")}</dt>
        <dd>{eventNamed(stored.event)}</dd>
        <dt>{t("live.stored.person")}</dt>
        <dd>
          <Link to={paths.person(project.id, stored.person_id)}>{stored.distinct_id}</Link>
        </dd>
        <dt>{t("live.stored.time")}</dt>
        <dd>
          <Moment at={stored.time} />
        </dd>
        <dt>{t("live.stored.id")}</dt>
        <dd>{stored.event_id}</dd>
      </dl>
      <DataTable
        rowKey={([name]) => name}
        columns={[
          {
            key: "name",
            title: t("live.stored.property"),
            width: "40%",
            render: (_, [name]) => <span title={name}>{named(name)}</span>,
          },
          {
            key: "value",
            title: t("live.stored.value"),
            render: (_, [, value]) => <span className="stored-value">{format.value(value)}</span>,
          },
        ]}
        dataSource={properties}
        scroll={{}}
        locale={{ emptyText: t("common.property.none") }}
      />
    </div>
  );
}
