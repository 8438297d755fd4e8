import { useQuery } from "@tanstack/react-query";
import { Drawer, Select } from "antd";
import { useTranslation } from "react-i18next";
import { useProjectFormat } from "@/base/project";
import { useUrlState } from "@/base/url";
import type { Profile, PropertyChange } from "@/contract";
import { EmptyState, Moment, QueryView, useEventName, usePropertyName } from "@/ui";
import { historyQuery, type Whose } from "./queries";

const ALL = "";

/** Every change of a person's properties, or of one; `show` and `of` of the address say so. */
export function HistoryDrawer({ of, profile }: { of: Whose; profile: Profile }) {
  const { t } = useTranslation();
  const named = usePropertyName();
  const { get, set } = useUrlState();
  const open = get("show") === "changes";
  const name = get("of");
  const query = useQuery({ ...historyQuery(of, name), enabled: open });
  return (
    <Drawer
      open={open}
      destroyOnHidden
      size={640}
      title={t("people.changes.title")}
      onClose={() => set({ show: null, of: null })}
      extra={
        <Select
          className="timeline-filter"
          showSearch
          aria-label={t("people.changes.filter")}
          value={name ?? ALL}
          popupMatchSelectWidth={false}
          onChange={(next) => set({ of: next === ALL ? null : next }, { replace: true })}
          options={[
            { value: ALL, label: t("people.changes.all") },
            ...profile.properties.map((one) => ({ value: one.name, label: named(one.name) })),
          ]}
        />
      }
    >
      <QueryView query={query}>
        {({ changes, total }) =>
          changes.length === 0 ? (
            <EmptyState title={t("people.changes.none")} text={t("people.changes.noneText")} />
          ) : (
            <>
              <Changes changes={changes} />
              {total > changes.length && <p className="timeline-end">{t("people.changes.most")}</p>}
            </>
          )
        }
      </QueryView>
    </Drawer>
  );
}

function Changes({ changes }: { changes: PropertyChange[] }) {
  const { t } = useTranslation();
  const format = useProjectFormat();
  const named = usePropertyName();
  const event = useEventName();
  return (
    <ol className="changes">
      {changes.map((one, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a property may change twice in one moment
        <li key={at}>
          <b title={one.name}>{named(one.name)}</b>
          <span className="change-values">
            {one.old !== null && <del>{format.value(one.old)}</del>}
            {one.old !== null && <span aria-hidden="true">→</span>}
            {one.new === null ? <i>{t("people.changes.unset")}</i> : <ins>{format.value(one.new)}</ins>}
          </span>
          <small>
            <Moment at={one.at} /> · {event(one.event)}
            {one.source && <> · {one.source}</>}
          </small>
        </li>
      ))}
    </ol>
  );
}
