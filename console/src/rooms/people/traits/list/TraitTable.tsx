import { DeleteOutlined } from "@ant-design/icons";
import { App, Button, type TableColumnsType } from "antd";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { useProject, useProjectFormat } from "@/base/project";
import { paths } from "@/base/url";
import type { DefinedTrait } from "@/contract";
import { DataTable, Moment, TypeMark, useErrorText } from "@/ui";
import { useTraits } from "../queries";
import { computedOf, TraitText } from "../TraitText";
import { useRemove } from "../useRemove";
import { Fill, UsedBy } from "./Cells";

const ROWS = 25;

interface Props {
  traits: DefinedTrait[];
  /** Whether these were deleted. */
  deleted: boolean;
  /** Whether they may be changed. */
  may: boolean;
  empty: string;
}

/** Traits with what they say, of how many people they are set, and what looks at them. */
export function TraitTable({ traits, deleted, may, empty }: Props) {
  const { t } = useTranslation();
  const project = useProject();
  const format = useProjectFormat();
  const remove = useRemove();
  const columns: TableColumnsType<DefinedTrait> = [
    {
      title: t("traits.name"),
      key: "name",
      sorter: (a, b) => a.name.localeCompare(b.name, format.locale),
      render: (_, trait) => (
        <span className="trait-name">
          {deleted ? <b>{trait.name}</b> : <Link to={paths.trait(project.id, trait.id)}>{trait.name}</Link>}
          {trait.description && <small title={trait.description}>{trait.description}</small>}
        </span>
      ),
    },
    {
      title: t("traits.says"),
      key: "says",
      render: (_, trait) => (
        <span className="trait-says">
          <TraitText trait={computedOf(trait)} />
        </span>
      ),
    },
    {
      title: t("traits.type"),
      key: "type",
      render: (_, trait) => <TypeMark type={trait.type} />,
    },
    ...(deleted
      ? []
      : [
          {
            title: t("traits.fill"),
            key: "fill",
            align: "right" as const,
            render: (_: unknown, trait: DefinedTrait) => <Fill trait={trait} />,
          },
          {
            title: t("traits.used"),
            key: "used",
            render: (_: unknown, trait: DefinedTrait) => <UsedBy trait={trait} />,
          },
        ]),
    {
      title: t("traits.updated"),
      key: "updated",
      sorter: (a, b) => a.updated_at.localeCompare(b.updated_at),
      render: (_, trait) => <Moment at={trait.updated_at} />,
    },
    {
      title: "",
      key: "actions",
      align: "right",
      render: (_, trait) =>
        may &&
        (deleted ? (
          <Restore trait={trait} />
        ) : (
          <Button
            type="text"
            size="small"
            icon={<DeleteOutlined aria-hidden="true" />}
            aria-label={t("traits.remove", { name: trait.name })}
            onClick={() => remove(trait)}
          />
        )),
    },
  ];
  return (
    <DataTable<DefinedTrait>
      columns={columns}
      dataSource={traits}
      rowKey="id"
      locale={{ emptyText: empty }}
      pagination={traits.length > ROWS ? { pageSize: ROWS, showSizeChanger: false } : false}
    />
  );
}

function Restore({ trait }: { trait: DefinedTrait }) {
  const { t } = useTranslation();
  const errorText = useErrorText();
  const { message } = App.useApp();
  const { restore } = useTraits();
  return (
    <Button
      size="small"
      loading={restore.isPending}
      aria-label={t("traits.restoreOne", { name: trait.name })}
      onClick={() =>
        // The row goes with the list that is asked anew; callbacks given to mutate() would go with it.
        restore.mutateAsync(trait.id).then(
          () => void message.success(t("traits.restored", { name: trait.name })),
          (error) => void message.error(errorText(error)),
        )
      }
    >
      {t("traits.restore")}
    </Button>
  );
}
