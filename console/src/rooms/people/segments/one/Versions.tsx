import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useProject } from "@/base/project";
import { sentence } from "@/base/question";
import type { Segment, SegmentVersion } from "@/contract";
import { Card, Moment, QueryView } from "@/ui";
import { RuleText } from "@/ui/filters";
import { versionsQuery } from "../queries";
import { questionOf, ruleOf } from "../rule";

/** What a segment was at which time. */
export function Versions({ segment }: { segment: Segment }) {
  const { t } = useTranslation();
  const project = useProject();
  const query = useQuery(versionsQuery(project.id, segment.id));
  return (
    <Card title={t("segments.versions.title")}>
      <QueryView query={query}>
        {(versions) =>
          versions.length === 0 ? (
            <p className="segment-hint">{t("segments.versions.none")}</p>
          ) : (
            <ol className="segment-versions">
              {versions.map((version) => (
                <li key={version.version}>
                  <b>{t("segments.versions.one", { number: version.version })}</b>{" "}
                  <small>
                    <Moment at={version.at} /> {version.by && `· ${version.by}`}
                  </small>
                  <p>
                    <Said version={version} />
                  </p>
                </li>
              ))}
            </ol>
          )
        }
      </QueryView>
    </Card>
  );
}

function Said({ version }: { version: SegmentVersion }) {
  const { t } = useTranslation();
  const rule = ruleOf(version);
  if (rule) return <RuleText filters={rule} />;
  const question = questionOf(version);
  return <>{question ? sentence(question, t) : version.name}</>;
}
