import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { explainQuery } from "@/base/api";
import { useProject } from "@/base/project";
import type { Question } from "@/contract";
import { CopyButton } from "../CopyButton";
import { QueryView } from "../states";
import "./explained.css";

interface Props {
  question: Question;
  /** That of a figure: the statement then lists its people. */
  address?: string;
}

/** A fold with the SQL that gives the same figures; it is fetched when it is opened. */
export function Explained({ question, address }: Props) {
  const { t } = useTranslation();
  const project = useProject();
  const [open, setOpen] = useState(false);
  const query = useQuery({ ...explainQuery(project.id, question, address ?? null), enabled: open });
  const title = t(address === undefined ? "common.explained.sql" : "common.explained.peopleSql");
  return (
    <details className="explained" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{title}</summary>
      {open && (
        <QueryView query={query}>
          {({ sql, people_sql }) => {
            const text = address === undefined ? sql : (people_sql ?? "");
            return (
              <>
                <div className="explained-head">
                  <p>{t("common.explained.note")}</p>
                  <CopyButton value={text} label={title} />
                </div>
                <pre>{text}</pre>
              </>
            );
          }}
        </QueryView>
      )}
    </details>
  );
}
