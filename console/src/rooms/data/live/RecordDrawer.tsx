import { useQuery } from "@tanstack/react-query";
import { Drawer, Tabs } from "antd";
import { useTranslation } from "react-i18next";
import { useProject } from "@/base/project";
import type { LiveRecord } from "@/contract";
import { QueryView, useEventName } from "@/ui";
import { Json } from "../stream/Json";
import { tidy } from "../stream/json";
import { recordQuery } from "../stream/queries";
import { Received } from "./Received";
import { Stored } from "./Stored";

/** Where a record stands: `position.place` as the address has it. */
export function placeOf(at: string | null): { position: number; place: number } | null {
  const found = /^(\d{1,15})\.(\d{1,6})$/.exec(at ?? "");
  return found ? { position: Number(found[1]), place: Number(found[2]) } : null;
}

/** One record three times: as received, as decoded, as stored. */
export function RecordDrawer({
  at,
  processed,
  onClose,
}: {
  at: string | null;
  /** Up to where the processor has come. */
  processed: number;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const place = placeOf(at);
  return (
    <Drawer open={place !== null} onClose={onClose} size={760} destroyOnHidden title={t("live.event")}>
      {place && <Opened key={at} {...place} processed={processed} />}
    </Drawer>
  );
}

function Opened({ position, place, processed }: { position: number; place: number; processed: number }) {
  const { t } = useTranslation();
  const project = useProject();
  const named = useEventName();
  const record = useQuery(recordQuery(project.id, position, place));
  return (
    <QueryView query={record}>
      {(found: LiveRecord) => {
        const event = found.decoded.event;
        return (
          <>
            <h2 className="record-name">
              {typeof event === "string" && event !== "" ? named(event) : t("live.nameless")}
            </h2>
            <Tabs
              defaultActiveKey={found.stored || found.refused ? "stored" : "received"}
              items={[
                {
                  key: "received",
                  label: t("live.tab.received"),
                  children: <Received received={found.received} />,
                },
                {
                  key: "decoded",
                  label: t("live.tab.decoded"),
                  children: <Json value={tidy(found.decoded)} label={t("live.tab.decoded")} />,
                },
                {
                  key: "stored",
                  label: t("live.tab.stored"),
                  children: <Stored record={found} waiting={position > processed} />,
                },
              ]}
            />
          </>
        );
      }}
    </QueryView>
  );
}
