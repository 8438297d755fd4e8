import { DeleteOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { App, Button, Typography } from "antd";
import { useTranslation } from "react-i18next";
import { Link, useNavigate, useParams } from "react-router";
import { ApiError, answerQuery, catalogueQuery } from "@/base/api";
import { useProject, useProjectFormat } from "@/base/project";
import { paths } from "@/base/url";
import type { Filter, GroupFound, KeptLikeness } from "@/contract";
import { Card, Figure, Page, QueryView, useErrorText, useMay, usePeopleBehind, usePropertyName } from "@/ui";
import { TableSkeleton } from "../list/TableSkeleton";
import { ALL_OF_THEM, ruleQuestion } from "../segments/rule";
import { type Use, Uses, useStillUsed } from "../uses/Uses";
import { GroupCard } from "./GroupCard";
import { bothNames } from "./model";
import { groupsQuery, likenessQuery, likenessUsesQuery, useLikeness } from "./queries";
import "./likeness.css";

const LATELY = 30;

/** Groups that were kept: who is in them by now, how each differs, and who came into them lately. */
export function LikenessPage() {
  const { likenessId = "" } = useParams();
  const { t } = useTranslation();
  const project = useProject();
  const named = usePropertyName();
  const may = useMay()("change_definitions");
  const { rename } = useLikeness();
  const failed = useFailed();
  const query = useQuery(likenessQuery(project.id, likenessId));
  const kept = query.data;
  return (
    <Page
      title={kept?.name ?? t("likeness.title")}
      subtitle={
        kept &&
        t("likeness.alikeIn", {
          features: kept.likeness.features.map((one) => named(one.property)).join(t("rule.comma")),
        })
      }
      back={<Link to={paths.likenesses(project.id)}>{t("likeness.title")}</Link>}
      actions={kept && may && <Actions kept={kept} />}
    >
      <QueryView query={query} skeleton={<TableSkeleton />}>
        {(one) => (
          <div className="like-page">
            <Groups
              kept={one}
              onName={
                may
                  ? (key, name) =>
                      rename.mutate(
                        { id: one.id, version: one.version, groups: { [key]: bothNames(name) } },
                        { onError: failed },
                      )
                  : null
              }
            />
            <UsedBy kept={one} />
          </div>
        )}
      </QueryView>
    </Page>
  );
}

function useFailed() {
  const errorText = useErrorText();
  const { message } = App.useApp();
  return (error: unknown) => void message.error(errorText(error));
}

function Actions({ kept }: { kept: KeptLikeness }) {
  const { t } = useTranslation();
  const project = useProject();
  const navigate = useNavigate();
  const stillUsed = useStillUsed();
  const failed = useFailed();
  const { message } = App.useApp();
  const { remove } = useLikeness();
  return (
    <Button
      icon={<DeleteOutlined aria-hidden="true" />}
      aria-label={t("likeness.remove", { name: kept.name })}
      loading={remove.isPending}
      onClick={() =>
        remove.mutate(kept.id, {
          onSuccess: () => {
            message.success(t("likeness.removed", { name: kept.name }));
            navigate(paths.likenesses(project.id));
          },
          onError: (error) =>
            error instanceof ApiError && error.code === "likeness_used"
              ? stillUsed(t("likeness.refused", { name: kept.name }), (error.params.used_by ?? []) as Use[])
              : failed(error),
        })
      }
    />
  );
}

interface GroupsProps {
  kept: KeptLikeness;
  /** Gives a group another name; null where one may not. */
  onName: ((key: string, name: string) => void) | null;
}

function Groups({ kept, onName }: GroupsProps) {
  const { t } = useTranslation();
  const project = useProject();
  const format = useProjectFormat();
  const catalogue = useQuery(catalogueQuery(project.id)).data;
  const query = useQuery(groupsQuery(project.id, kept.id));
  const tongue = format.locale === "zh-CN" ? "zh" : "en";
  const typeOf = (property: string) =>
    catalogue?.properties.find((one) => one.name === property && one.scope === "person")?.type;
  return (
    <QueryView query={query} skeleton={<TableSkeleton />}>
      {({ people, groups }) => (
        <div className="like-groups">
          {groups.map((group, index) => {
            const name = kept.likeness.groups[index]?.names[tongue] ?? group.key;
            return (
              <GroupCard
                key={group.key}
                group={group}
                all={people}
                typeOf={typeOf}
                people={<People kept={kept} group={group} name={name} />}
                name={
                  <Typography.Title
                    level={2}
                    editable={
                      onName
                        ? {
                            tooltip: t("likeness.rename", { name }),
                            maxLength: 200,
                            onChange: (next) =>
                              next.trim() !== "" && next.trim() !== name && onName(group.key, next),
                          }
                        : false
                    }
                  >
                    {name}
                  </Typography.Title>
                }
              >
                <Lately kept={kept} group={group} name={name} />
              </GroupCard>
            );
          })}
        </div>
      )}
    </QueryView>
  );
}

interface GroupProps {
  kept: KeptLikeness;
  group: GroupFound;
  name: string;
}

const inGroup = (kept: KeptLikeness, key: string): Filter => ({
  property: kept.property,
  scope: "person",
  op: "=",
  value: `${kept.property}_${key}`,
});

function People({ kept, group, name }: GroupProps) {
  const { t } = useTranslation();
  const format = useProjectFormat();
  const behind = usePeopleBehind();
  const shown = format.exact(group.people);
  if (group.people === 0) return <b>{shown}</b>;
  return (
    <Figure
      label={t("likeness.open", { name, shown })}
      onOpen={() =>
        behind.open({
          question: ruleQuestion([inGroup(kept, group.key)]),
          address: ALL_OF_THEM,
          title: name,
          figure: group.people,
        })
      }
    >
      {shown}
    </Figure>
  );
}

/** People who came after the groups were found are put into them all the same. */
function Lately({ kept, group, name }: GroupProps) {
  const { t } = useTranslation();
  const project = useProject();
  const format = useProjectFormat();
  const behind = usePeopleBehind();
  const newcomers: Filter = {
    did: { event: null },
    measure: "days_since_first",
    op: "<=",
    value: LATELY,
  };
  const { data } = useQuery(
    answerQuery(project.id, { ...ruleQuestion([inGroup(kept, group.key), newcomers]), limit: 1 }),
  );
  if (!data) return <p className="like-quiet" aria-busy="true" />;
  const count = Number(data.answer.totals.people);
  const shown = t("likeness.lately", { shown: format.exact(count), days: LATELY });
  if (count === 0) return <p className="like-quiet">{shown}</p>;
  return (
    <p className="like-quiet">
      <Figure
        label={`${name}: ${shown}`}
        onOpen={() =>
          behind.open({
            question: data.question,
            address: String(data.answer.totals.address),
            title: `${name} · ${shown}`,
            figure: count,
          })
        }
      >
        {shown}
      </Figure>
    </p>
  );
}

function UsedBy({ kept }: { kept: KeptLikeness }) {
  const { t } = useTranslation();
  const project = useProject();
  const query = useQuery(likenessUsesQuery(project.id, kept.id));
  return (
    <Card title={t("likeness.uses")}>
      <QueryView query={query}>
        {(uses) =>
          uses.length === 0 ? <p className="like-quiet">{t("likeness.unused")}</p> : <Uses uses={uses} />
        }
      </QueryView>
    </Card>
  );
}
