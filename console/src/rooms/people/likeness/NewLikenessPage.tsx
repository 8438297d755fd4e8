import { useQuery } from "@tanstack/react-query";
import { Button, Select } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { catalogueQuery } from "@/base/api";
import { useProject } from "@/base/project";
import { paths, useUrlState } from "@/base/url";
import type { Catalogue } from "@/contract";
import { Card, Page, QueryView, usePropertyName } from "@/ui";
import { NumberInput } from "@/ui/filters";
import { TableSkeleton } from "../list/TableSkeleton";
import { comparable, roomFor, usualFeatures } from "./model";
import { Proposal } from "./Proposal";
import type { Wanted } from "./queries";
import "./likeness.css";

const MOST = 8;

/** Find groups: by what, into how many at most, and what was found. */
export function NewLikenessPage() {
  const { t } = useTranslation();
  const project = useProject();
  const catalogue = useQuery(catalogueQuery(project.id));
  return (
    <Page
      title={t("likeness.new")}
      subtitle={t("likeness.newSubtitle")}
      back={<Link to={paths.likenesses(project.id)}>{t("likeness.title")}</Link>}
    >
      <QueryView query={catalogue} skeleton={<TableSkeleton />}>
        {(data) => <Finder catalogue={data} />}
      </QueryView>
    </Page>
  );
}

/** What was asked for stands in the address. */
function wantedIn(get: (key: string) => string | null): Wanted | null {
  const features = get("by")?.split("\n") ?? [];
  const most = Number(get("most") ?? MOST);
  return features.length >= 2 && most >= 2 && most <= 12 ? { features, most } : null;
}

function Finder({ catalogue }: { catalogue: Catalogue }) {
  const { t } = useTranslation();
  const named = usePropertyName();
  const { get, set } = useUrlState();
  const asked = wantedIn(get);
  const [features, setFeatures] = useState(asked?.features ?? usualFeatures(catalogue.properties));
  const [most, setMost] = useState(asked?.most ?? MOST);
  return (
    <div className="like-page">
      <Card>
        <form
          className="like-form"
          onSubmit={(event) => {
            event.preventDefault();
            set({ by: features.join("\n"), most });
          }}
        >
          <span>{t("likeness.form.by")}</span>
          <Select
            mode="multiple"
            className="like-features"
            aria-label={t("likeness.form.features")}
            placeholder={t("likeness.form.features")}
            showSearch={{ optionFilterProp: ["label", "value"] }}
            value={features}
            onChange={(next: string[]) => roomFor(next.slice(1)) && setFeatures(next)}
            options={comparable(catalogue.properties).map((one) => ({
              value: one.name,
              label: named(one.name),
            }))}
          />
          <span>{t("likeness.form.into")}</span>
          <NumberInput
            label={t("likeness.form.most")}
            min={2}
            max={12}
            value={most}
            onChange={(next) => setMost(next ?? MOST)}
          />
          <span>{t("likeness.form.groups")}</span>
          <Button type="primary" htmlType="submit" disabled={features.length < 2}>
            {t("likeness.form.find")}
          </Button>
        </form>
        <p className="like-quiet">{t("likeness.form.hint")}</p>
      </Card>
      {asked && <Proposal wanted={asked} catalogue={catalogue} />}
    </div>
  );
}
