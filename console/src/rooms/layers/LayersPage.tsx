import { DeleteOutlined, DownOutlined, EditOutlined, PlusOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Button, Dropdown, Segmented, Select, Skeleton } from "antd";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { useProject, useProjectFormat } from "@/base/project";
import { paths, useUrlState } from "@/base/url";
import type { DefinedLayers } from "@/contract";
import { Page, QueryView, useMay } from "@/ui";
import { useTwoDays } from "./days";
import { layersQuery } from "./queries";
import { Choose } from "./show/Choose";
import { Composition } from "./show/Composition";
import { Cross } from "./show/Cross";
import { Migration } from "./show/Migration";
import { When } from "./show/When";
import { useRemove } from "./useRemove";
import { useLayersName } from "./words";
import "./layers.css";

const FEW = 4;
const VIEWS = ["composition", "migration", "cross"] as const;
type View = (typeof VIEWS)[number];

/** Where people stand: ladders, lifecycle stages and RFM, at the end of a day and since another. */
export function LayersPage() {
  const { t } = useTranslation();
  const project = useProject();
  const format = useProjectFormat();
  const named = useLayersName();
  const may = useMay()("change_definitions");
  const { get, set } = useUrlState();
  const days = useTwoDays();
  const query = useQuery(layersQuery(project.id));
  const all = query.data ?? [];
  const shown =
    all.find((one) => one.property === get("show")) ?? all.find((one) => one.kind === "ladder") ?? all[0];
  const ladders = all.filter((one) => one.kind !== "stage");
  const others = all.filter((one) => one.property !== shown?.property);
  const views = VIEWS.filter((view) => view !== "cross" || others.length > 0);
  const view = views.find((one) => one === get("view")) ?? "composition";
  const options = all.map((one) => ({ value: one.property, label: named(one) }));
  const choose = (property: string) => set({ show: property, with: null });
  return (
    <Page
      title={t("layers.title")}
      subtitle={shown?.description || t("layers.subtitle")}
      actions={
        may && (
          <>
            {shown && <More layers={shown} />}
            <NewLayers />
          </>
        )
      }
      filters={
        shown && (
          <>
            {options.length > FEW ? (
              <Select
                popupMatchSelectWidth={false}
                aria-label={t("layers.which")}
                value={shown.property}
                options={options}
                onChange={choose}
              />
            ) : (
              <Segmented
                aria-label={t("layers.which")}
                value={shown.property}
                options={options}
                onChange={choose}
              />
            )}
            <When days={days} />
            <Segmented<View>
              aria-label={t("layers.view.label")}
              value={view}
              options={views.map((one) => ({ value: one, label: t(`layers.view.${one}`) }))}
              onChange={(next) => set({ view: next === "composition" ? null : next })}
            />
          </>
        )
      }
    >
      <QueryView query={query} skeleton={<Skeleton active paragraph={{ rows: 8 }} />}>
        {() => (
          <>
            {ladders.length === 0 && <Choose may={may} />}
            {shown && view === "composition" && <Composition layers={shown} days={days} />}
            {shown && view === "migration" && <Migration layers={shown} days={days} />}
            {shown && view === "cross" && (
              <Cross layers={shown} others={others} at={days.at} format={format} />
            )}
          </>
        )}
      </QueryView>
    </Page>
  );
}

function NewLayers() {
  const { t } = useTranslation();
  const project = useProject();
  const navigate = useNavigate();
  const item = (kind: "ladder" | "rfm") => ({
    key: kind,
    label: (
      <span className="layers-way">
        <b>{t(`layers.new.${kind}`)}</b>
        <small>{t(`layers.new.${kind}Text`)}</small>
      </span>
    ),
    onClick: () => navigate(paths.newLayers(project.id, kind)),
  });
  return (
    <Dropdown trigger={["click"]} placement="bottomRight" menu={{ items: [item("ladder"), item("rfm")] }}>
      <Button type="primary" icon={<PlusOutlined aria-hidden="true" />}>
        {t("layers.new.title")}
      </Button>
    </Dropdown>
  );
}

function More({ layers }: { layers: DefinedLayers }) {
  const { t } = useTranslation();
  const project = useProject();
  const navigate = useNavigate();
  const named = useLayersName();
  const remove = useRemove();
  const edit = () => navigate(paths.editLayers(project.id, layers.property));
  const name = named(layers);
  if (layers.version === 0) {
    return (
      <Button
        icon={<EditOutlined aria-hidden="true" />}
        onClick={edit}
        aria-label={t("layers.editOne", { name })}
      >
        {t("layers.edit")}
      </Button>
    );
  }
  return (
    <Dropdown
      trigger={["click"]}
      menu={{
        items: [
          { key: "edit", icon: <EditOutlined aria-hidden="true" />, label: t("layers.edit"), onClick: edit },
          {
            key: "remove",
            icon: <DeleteOutlined aria-hidden="true" />,
            danger: true,
            label: t(layers.kind === "stage" ? "layers.toDefault" : "layers.remove"),
            onClick: () => remove(layers),
          },
        ],
      }}
    >
      <Button aria-label={t("layers.changeOne", { name })}>
        {t("layers.change")} <DownOutlined aria-hidden="true" />
      </Button>
    </Dropdown>
  );
}
