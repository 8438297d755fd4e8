import {
  DiffOutlined,
  FilterOutlined,
  LineChartOutlined,
  PlusOutlined,
  UploadOutlined,
} from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Button, Drawer, Dropdown, Segmented } from "antd";
import { useTranslation } from "react-i18next";
import { Link, useNavigate } from "react-router";
import { segmentsQuery } from "@/base/api";
import { useProject, useProjectFormat } from "@/base/project";
import { paths, useUrlState } from "@/base/url";
import { Card, EmptyState, Page, QueryView, SearchBox, useMay } from "@/ui";
import { TableSkeleton } from "../list/TableSkeleton";
import { CompareDrawer } from "./list/CompareDrawer";
import { DeletedTable } from "./list/DeletedTable";
import { SegmentTable } from "./list/SegmentTable";
import { ExportSegment } from "./one/ExportSegment";
import { ListDrawer } from "./one/ListDrawer";
import { membersQuery } from "./queries";
import { UploadDrawer } from "./upload/UploadDrawer";
import "./segments.css";

/** The project's segments: lists of people under a name, kept fresh or as they were. */
export function SegmentsPage() {
  const { t } = useTranslation();
  const project = useProject();
  const format = useProjectFormat();
  const { get, set } = useUrlState();
  const may = useMay()("change_segments");
  const deleted = get("deleted") !== null;
  const search = get("search") ?? "";
  const query = useQuery(segmentsQuery(project.id, deleted));
  const wanted = search.trim().toLowerCase();
  const found = (query.data ?? []).filter((one) =>
    `${one.name} ${one.description}`.toLowerCase().includes(wanted),
  );
  const late = (query.data ?? []).filter((one) => !one.fresh || one.refresh_error).length;
  const opened = query.data?.find((one) => one.id === get("open"));
  const none = query.data?.length === 0 && !deleted;
  return (
    <Page
      title={t("segments.title")}
      subtitle={
        query.data && !deleted && !none
          ? [
              t("segments.count", { count: query.data.length, shown: format.exact(query.data.length) }),
              ...(late > 0 ? [t("segments.late", { count: late })] : []),
            ].join(" · ")
          : t("segments.subtitle")
      }
      actions={
        <>
          {(query.data?.length ?? 0) > 0 && !deleted && (
            <Button icon={<DiffOutlined aria-hidden="true" />} onClick={() => set({ new: "compare" })}>
              {t("segments.compare.button")}
            </Button>
          )}
          {may && <NewSegment onChoose={(how) => set({ new: how })} />}
        </>
      }
      filters={
        <>
          <SearchBox
            wait={0}
            value={search}
            label={t("segments.search")}
            onChange={(next) => set({ search: next }, { replace: true })}
          />
          <Segmented
            value={deleted ? "deleted" : "there"}
            options={[
              { value: "there", label: t("segments.there") },
              { value: "deleted", label: t("segments.deleted") },
            ]}
            onChange={(next) => set({ deleted: next === "deleted" ? 1 : null })}
          />
        </>
      }
    >
      <QueryView query={query} skeleton={<TableSkeleton />}>
        {() =>
          none ? (
            <EmptyState
              title={t("segments.none")}
              text={t("segments.noneText")}
              action={
                may ? (
                  <Link to={paths.newSegment(project.id)}>
                    <Button type="primary" tabIndex={-1}>
                      {t("segments.new.rule")}
                    </Button>
                  </Link>
                ) : undefined
              }
            />
          ) : deleted ? (
            <Card flush>
              <DeletedTable segments={found} may={may} />
            </Card>
          ) : (
            <Card flush>
              <SegmentTable segments={found} may={may} onOpen={(one) => set({ open: one.id })} />
            </Card>
          )
        }
      </QueryView>
      {opened && (
        <ListDrawer
          key={opened.id}
          title={opened.name}
          query={(page) => membersQuery(project.id, opened.id, page)}
          extra={<ExportSegment segment={opened} />}
          onClose={() => set({ open: null })}
        />
      )}
      {get("new") === "compare" && query.data && (
        <CompareDrawer segments={query.data} onClose={() => set({ new: null })} />
      )}
      {get("new") === "upload" && <UploadDrawer onClose={() => set({ new: null })} />}
      {get("new") === "figure" && <FromFigure onClose={() => set({ new: null })} />}
    </Page>
  );
}

function NewSegment({ onChoose }: { onChoose: (how: "upload" | "figure") => void }) {
  const { t } = useTranslation();
  const project = useProject();
  const navigate = useNavigate();
  const item = (key: "rule" | "upload" | "figure") => (
    <span className="segment-way">
      <b>{t(`segments.new.${key}`)}</b>
      <small>{t(`segments.new.${key}Text`)}</small>
    </span>
  );
  return (
    <Dropdown
      trigger={["click"]}
      placement="bottomRight"
      menu={{
        items: [
          {
            key: "rule",
            icon: <FilterOutlined aria-hidden="true" />,
            label: item("rule"),
            onClick: () => navigate(paths.newSegment(project.id)),
          },
          {
            key: "upload",
            icon: <UploadOutlined aria-hidden="true" />,
            label: item("upload"),
            onClick: () => onChoose("upload"),
          },
          {
            key: "figure",
            icon: <LineChartOutlined aria-hidden="true" />,
            label: item("figure"),
            onClick: () => onChoose("figure"),
          },
        ],
      }}
    >
      <Button type="primary" icon={<PlusOutlined aria-hidden="true" />}>
        {t("segments.new.title")}
      </Button>
    </Dropdown>
  );
}

function FromFigure({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const project = useProject();
  return (
    <Drawer open onClose={onClose} size={480} title={t("segments.new.figure")}>
      <ol className="segment-steps">
        <li>{t("segments.new.step1")}</li>
        <li>{t("segments.new.step2")}</li>
        <li>{t("segments.new.step3")}</li>
      </ol>
      <Link to={paths.ask(project.id)}>{t("segments.new.toAsk")}</Link>
    </Drawer>
  );
}
