import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Page, TwoDoors } from "@/ui";
import { NewProject } from "../layout/NewProject";

/** Before the first project: load the demo, or bring a file. */
export function Welcome({ title, onCreated }: { title: string; onCreated: (projectId: string) => void }) {
  const { t } = useTranslation();
  const [creating, setCreating] = useState(false);
  return (
    <Page title={title} subtitle={t("shell.welcome.subtitle")}>
      <TwoDoors onImport={() => setCreating(true)} />
      <NewProject open={creating} onClose={() => setCreating(false)} onCreated={onCreated} />
    </Page>
  );
}
