import { InboxOutlined } from "@ant-design/icons";
import { Alert, App, Button, Checkbox, Drawer, Upload } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useProject, useProjectFormat } from "@/base/project";
import { SlowNote, useErrorText } from "@/ui";
import { useBring } from "../queries";
import { Difference } from "./Difference";
import { Mistakes } from "./Mistakes";

/** A plan from a file: what it would do is shown before it does it. */
export function ImportDrawer({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <Drawer open={open} onClose={onClose} size={760} destroyOnHidden title={t("plan.import.title")}>
      <ImportSteps onDone={onClose} />
    </Drawer>
  );
}

function ImportSteps({ onDone }: { onDone: () => void }) {
  const { t } = useTranslation();
  const project = useProject();
  const format = useProjectFormat();
  const { message } = App.useApp();
  const errorText = useErrorText();
  const [file, setFile] = useState<File | null>(null);
  const [replace, setReplace] = useState(false);
  const look = useBring(project.id);
  const take = useBring(project.id);
  const found = look.data;
  const removed = replace ? (found?.removed.length ?? 0) : 0;
  const changes = found ? found.added.length + found.changed.length + removed : 0;

  const choose = (next: File) => {
    setFile(next);
    take.reset();
    look.mutate({ file: next, name: next.name, replace, dryRun: true });
  };
  const apply = () => {
    if (!file) return;
    take.mutate(
      { file, name: file.name, replace, dryRun: false },
      {
        onSuccess: (done) => {
          if (!done.applied) return;
          message.success(
            t("plan.import.done", {
              added: format.exact(done.added.length),
              changed: format.exact(done.changed.length),
              removed: format.exact(replace ? done.removed.length : 0),
            }),
          );
          onDone();
        },
      },
    );
  };

  return (
    <div className="plan-import">
      <Upload.Dragger
        accept=".yaml,.yml,.csv,.xlsx"
        showUploadList={false}
        beforeUpload={(next) => {
          choose(next);
          return false;
        }}
      >
        <p>
          <InboxOutlined aria-hidden="true" /> {file ? file.name : t("plan.import.drop")}
        </p>
        <small>{file ? t("plan.import.other") : t("plan.import.formats")}</small>
      </Upload.Dragger>
      {look.isPending && <SlowNote text={t("plan.import.reading")} />}
      {look.error && <Alert type="error" showIcon title={errorText(look.error)} />}
      {found && found.errors.length > 0 && <Mistakes mistakes={found.errors} />}
      {found && found.errors.length === 0 && (
        <>
          <Difference found={found} replace={replace} />
          <Checkbox checked={replace} onChange={(event) => setReplace(event.target.checked)}>
            {t("plan.import.replace")}
          </Checkbox>
          {removed > 0 && (
            <Alert
              type="warning"
              showIcon
              title={t("plan.import.replaceWarning", { count: removed, shown: format.exact(removed) })}
              description={t("plan.import.replaceText")}
            />
          )}
          {take.error && <Alert type="error" showIcon title={errorText(take.error)} />}
          <div>
            <Button
              type="primary"
              danger={removed > 0}
              disabled={changes === 0}
              loading={take.isPending}
              onClick={apply}
            >
              {changes === 0
                ? t("plan.import.nothing")
                : t("plan.import.apply", { count: changes, shown: format.exact(changes) })}
            </Button>
          </div>
        </>
      )}
    </div>
  );
}
