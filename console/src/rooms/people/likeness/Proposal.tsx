import { useQuery } from "@tanstack/react-query";
import { Alert, App, Button, Input, Progress, type TableColumnsType } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { useProject, useProjectFormat } from "@/base/project";
import { paths } from "@/base/url";
import type { Catalogue, GroupScore, GroupsFound } from "@/contract";
import { Card, DataTable, ErrorState, SlowNote, useAllowed, useErrorText } from "@/ui";
import { GroupCard } from "./GroupCard";
import { bothNames, freeKey, lacks } from "./model";
import { likenessesQuery, proposalQuery, useLikeness, type Wanted } from "./queries";

interface Props {
  wanted: Wanted;
  catalogue: Catalogue;
}

/** What was found: groups to be named and kept, or why there are none. */
export function Proposal({ wanted, catalogue }: Props) {
  const { t } = useTranslation();
  const project = useProject();
  const query = useQuery(proposalQuery(project.id, wanted));
  if (query.error && !query.isFetching)
    return <ErrorState error={query.error} retry={() => query.refetch()} />;
  if (!query.data)
    return (
      <Card>
        <div aria-busy="true" className="like-wait">
          <p>{t("likeness.trying", { most: wanted.most })}</p>
          <Progress percent={100} status="active" showInfo={false} aria-label={t("likeness.tryingLabel")} />
          <SlowNote text={t("likeness.tryingSlow")} />
        </div>
      </Card>
    );
  const { data } = query;
  return (
    <>
      {data.likeness === null ? (
        <Alert type="info" showIcon title={t("likeness.no.title")} description={t("likeness.no.text")} />
      ) : (
        <Keep key={JSON.stringify(wanted)} found={data} catalogue={catalogue} />
      )}
      <Card title={t("likeness.scores.title")}>
        <Scores scores={data.scores} chosen={data.k} />
      </Card>
    </>
  );
}

/** Each group is given a name, and all are kept as a property. */
function Keep({ found, catalogue }: { found: GroupsFound; catalogue: Catalogue }) {
  const { t } = useTranslation();
  const project = useProject();
  const format = useProjectFormat();
  const navigate = useNavigate();
  const errorText = useErrorText();
  const allowed = useAllowed();
  const { message } = App.useApp();
  const { keep } = useLikeness();
  const there = useQuery(likenessesQuery(project.id, false)).data ?? [];
  const gone = useQuery(likenessesQuery(project.id, true)).data ?? [];
  const [name, setName] = useState("");
  const [names, setNames] = useState<Record<string, string>>({});
  const { likeness } = found;
  if (!likeness) return null;
  const tongue = format.locale === "zh-CN" ? "zh" : "en";
  const given = (key: string, first: string) => names[key] ?? first;
  const groups = likeness.groups.map((group) => {
    const own = names[group.key]?.trim();
    return own ? { ...group, names: bothNames(own) } : group;
  });
  const save = () =>
    keep.mutate(
      {
        key: freeKey([...there, ...gone].map((one) => one.key)),
        name: name.trim(),
        likeness: { ...likeness, groups },
      },
      {
        onSuccess: (kept) => {
          message.success(t("likeness.kept", { name: kept.name }));
          navigate(paths.likeness(project.id, kept.id));
        },
        onError: (error) => void message.error(errorText(error)),
      },
    );
  const typeOf = (property: string) =>
    catalogue.properties.find((one) => one.name === property && one.scope === "person")?.type;
  return (
    <>
      <h2 className="like-found">
        {t("likeness.found", { count: found.k ?? 0, people: format.exact(found.people) })}
      </h2>
      <div className="like-groups">
        {found.groups.map((group, index) => {
          const first = likeness.groups[index]?.names[tongue] ?? "";
          return (
            <GroupCard
              key={group.key}
              group={group}
              all={found.people}
              typeOf={typeOf}
              people={<b>{format.exact(group.people)}</b>}
              name={
                <Input
                  aria-label={t("likeness.nameOf", { number: index + 1 })}
                  maxLength={200}
                  value={given(group.key, first)}
                  placeholder={first}
                  onChange={(event) => setNames({ ...names, [group.key]: event.target.value })}
                />
              }
            />
          );
        })}
      </div>
      <form
        className="like-keep"
        onSubmit={(event) => {
          event.preventDefault();
          if (name.trim() !== "") save();
        }}
      >
        <Input
          aria-label={t("likeness.name")}
          placeholder={t("likeness.name")}
          maxLength={200}
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
        <Button
          type="primary"
          htmlType="submit"
          loading={keep.isPending}
          disabled={name.trim() === ""}
          {...allowed("change_definitions")}
        >
          {t("likeness.keep")}
        </Button>
      </form>
    </>
  );
}

/** What speaks for each number of groups. */
function Scores({ scores, chosen }: { scores: GroupScore[]; chosen: number | null }) {
  const { t } = useTranslation();
  const format = useProjectFormat();
  const two = (value: number) => format.exact(Math.round(value * 100) / 100);
  const columns: TableColumnsType<GroupScore> = [
    { title: t("likeness.scores.k"), dataIndex: "k", align: "right" },
    {
      title: t("likeness.scores.silhouette"),
      key: "silhouette",
      align: "right",
      render: (_, one) => two(one.silhouette),
    },
    {
      title: t("likeness.scores.reference"),
      key: "reference",
      align: "right",
      render: (_, one) => two(one.reference),
    },
    {
      title: t("likeness.scores.stability"),
      key: "stability",
      align: "right",
      render: (_, one) => two(one.stability),
    },
    {
      title: t("likeness.scores.smallest"),
      key: "smallest",
      align: "right",
      render: (_, one) => format.rate(one.smallest),
    },
    {
      title: t("likeness.scores.says"),
      key: "says",
      render: (_, one) =>
        one.k === chosen
          ? t("likeness.scores.chosen")
          : one.real
            ? t("likeness.scores.real")
            : lacks(one)
                .map((lack) => t(`likeness.scores.lacks.${lack}`))
                .join(t("rule.comma")),
    },
  ];
  return (
    <>
      <p className="like-quiet">{t("likeness.scores.text")}</p>
      <DataTable<GroupScore> columns={columns} dataSource={scores} rowKey="k" pagination={false} />
    </>
  );
}
