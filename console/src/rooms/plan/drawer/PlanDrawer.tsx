import { Drawer } from "antd";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { useProject } from "@/base/project";
import { paths } from "@/base/url";
import { EmptyState, useEventName } from "@/ui";
import { LearnedMark } from "../list/marks";
import { PEOPLE, type PlanRow } from "../model";
import { EventForm } from "./EventForm";
import { Problems } from "./Problems";
import { Properties } from "./Properties";

interface Props {
  /** What the address names: `new`, `people`, or `event:` and a name. */
  open: string | null;
  rows: PlanRow[];
  ready: boolean;
  onClose: () => void;
  onMade: (name: string) => void;
}

/** One event of the plan, or what is planned of people; or a new event. */
export function PlanDrawer({ open, rows, ready, onClose, onMade }: Props) {
  const { t } = useTranslation();
  const project = useProject();
  const named = useEventName();
  const name = open?.startsWith("event:") ? open.slice("event:".length) : null;
  const row =
    name !== null
      ? rows.find((one) => one.event?.name === name)
      : open === "people"
        ? rows.find((one) => one.event === null)
        : undefined;
  const title = open === "new" ? t("plan.add") : name === null ? t("plan.people") : named(name);
  return (
    <Drawer
      open={open !== null && (open === "new" || ready)}
      onClose={onClose}
      size={880}
      destroyOnHidden
      title={
        <span className="plan-title">
          {title} {row?.event?.learned && <LearnedMark />}
        </span>
      }
      extra={name !== null && <Link to={paths.event(project.id, name)}>{t("plan.toEvent")}</Link>}
    >
      {open === "new" ? (
        <EventForm onSaved={onMade} onGone={onClose} />
      ) : row ? (
        <div className="plan-entry" key={row.name}>
          {row.remarks.length > 0 && <Problems row={row} />}
          {row.event ? (
            <EventForm event={row.event} onSaved={() => {}} onGone={onClose} />
          ) : (
            <p>{t("plan.peopleText")}</p>
          )}
          <Properties event={row.event?.name ?? PEOPLE} properties={row.properties} />
        </div>
      ) : (
        open !== null && ready && <EmptyState title={t("plan.gone")} text={t("plan.goneText")} />
      )}
    </Drawer>
  );
}
