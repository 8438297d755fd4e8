import { PrinterOutlined, UsergroupAddOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useTranslation } from "react-i18next";
import { Link, useParams } from "react-router";
import { useProject, useProjectFormat } from "@/base/project";
import { useDark } from "@/base/theme";
import { paths, useUrlState } from "@/base/url";
import { OddsPlot } from "@/charts";
import type { Portrait, PortraitFound } from "@/contract";
import { Card, Page, QueryView, useMay } from "@/ui";
import { TableSkeleton } from "../../list/TableSkeleton";
import { ListDrawer } from "../one/ListDrawer";
import { segmentQuery } from "../queries";
import { AlikeDrawer } from "./AlikeDrawer";
import { Part } from "./Part";
import { partPeopleQuery, portraitQuery } from "./queries";
import { usePortraitWords } from "./words";
import "./portrait.css";

/** What the people of a segment are like beside everybody else; a page that can be printed. */
export function PortraitPage() {
  const { segmentId = "" } = useParams();
  const { t } = useTranslation();
  const project = useProject();
  const format = useProjectFormat();
  const may = useMay()("see_people");
  const { get, set } = useUrlState();
  const segment = useQuery(segmentQuery(project.id, segmentId)).data;
  const query = useQuery(portraitQuery(project.id, segmentId));
  const part = get("part");
  const name = segment?.name ?? t("segments.one");
  return (
    <Page
      title={t("portrait.titleOf", { name })}
      subtitle={
        query.data &&
        t("portrait.subtitle", {
          people: format.exact(query.data.people),
          others: format.exact(query.data.others),
        })
      }
      back={<Link to={paths.segment(project.id, segmentId)}>{name}</Link>}
      actions={
        <>
          <Button icon={<PrinterOutlined aria-hidden="true" />} onClick={() => globalThis.print()}>
            {t("portrait.print")}
          </Button>
          {may && (
            <Button
              type="primary"
              icon={<UsergroupAddOutlined aria-hidden="true" />}
              onClick={() => set({ alike: "yes" })}
            >
              {t("portrait.alike.open")}
            </Button>
          )}
        </>
      }
    >
      <QueryView query={query} skeleton={<TableSkeleton />}>
        {(portrait) => <Body portrait={portrait} onOpen={(address) => set({ part: address })} />}
      </QueryView>
      {part !== null && may && (
        <ListDrawer
          title={t("portrait.titleOf", { name })}
          query={(page) => partPeopleQuery(project.id, segmentId, part, page)}
          onClose={() => set({ part: null })}
        />
      )}
      {get("alike") !== null && may && (
        <AlikeDrawer segment={segmentId} name={name} onClose={() => set({ alike: null })} />
      )}
    </Page>
  );
}

function Body({ portrait, onOpen }: { portrait: Portrait; onOpen: (address: string) => void }) {
  const { t } = useTranslation();
  return (
    <div className="portrait">
      <div className="portrait-two">
        <Card title={t("portrait.over")}>
          <Found found={portrait.over} none={t("portrait.overNone")} onOpen={onOpen} />
        </Card>
        <Card title={t("portrait.under")}>
          <Found found={portrait.under} none={t("portrait.underNone")} onOpen={onOpen} />
        </Card>
      </div>
      <p className="portrait-note">{t("portrait.note")}</p>
      <h2 className="portrait-all">{t("portrait.all")}</h2>
      <div className="portrait-parts">
        {portrait.parts.map((part) => (
          <Part key={`${part.group} ${part.name}`} part={part} onOpen={onOpen} />
        ))}
      </div>
    </div>
  );
}

interface FoundProps {
  found: PortraitFound[];
  none: string;
  onOpen: (address: string) => void;
}

function Found({ found, none, onOpen }: FoundProps) {
  const { t } = useTranslation();
  const format = useProjectFormat();
  const words = usePortraitWords();
  const dark = useDark();
  if (found.length === 0) return <p>{none}</p>;
  return (
    <OddsPlot
      dark={dark}
      description={t("portrait.plot")}
      onOpen={onOpen}
      rows={found.map((one) => ({
        key: `${one.group} ${one.address}`,
        name: words.whole(one, one),
        ratio: one.lift,
        low: one.lift_low,
        high: one.lift_high,
        text: t("portrait.row", {
          inside: format.rate(one.share_inside),
          outside: format.rate(one.share_outside),
          lift: format.short(one.lift),
        }),
        sure: true,
        address: one.address,
        figure: one.inside,
      }))}
    />
  );
}
