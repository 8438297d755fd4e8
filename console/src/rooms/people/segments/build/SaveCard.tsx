import { Alert, Button, Input, Radio } from "antd";
import { useTranslation } from "react-i18next";
import type { Segment } from "@/contract";
import { Card } from "@/ui";
import { Field } from "@/ui/filters";

export interface Draft {
  name: string;
  description: string;
  kind: "dynamic" | "frozen";
}

interface Props {
  draft: Draft;
  segment: Segment | null;
  /** Conditions that are left out, for they are not finished. */
  unfinished: number;
  saving: boolean;
  onChange: (draft: Draft) => void;
  onSave: () => void;
}

/** What the segment is called, and whether it is kept fresh. */
export function SaveCard({ draft, segment, unfinished, saving, onChange, onSave }: Props) {
  const { t } = useTranslation();
  return (
    <Card
      title={t(segment ? "segments.build.saveTitle" : "segments.build.keepTitle")}
      className="segment-save"
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (draft.name.trim() !== "") onSave();
        }}
      >
        <Field path="name">
          <Input
            aria-label={t("segments.name")}
            placeholder={t("segments.name")}
            maxLength={200}
            value={draft.name}
            onChange={(event) => onChange({ ...draft, name: event.target.value })}
          />
        </Field>
        <Input.TextArea
          aria-label={t("segments.description")}
          placeholder={t("segments.description")}
          autoSize={{ minRows: 1, maxRows: 4 }}
          maxLength={2000}
          value={draft.description}
          onChange={(event) => onChange({ ...draft, description: event.target.value })}
        />
        <Radio.Group
          aria-label={t("segments.kind")}
          value={draft.kind}
          onChange={(event) => onChange({ ...draft, kind: event.target.value })}
        >
          {(["dynamic", "frozen"] as const).map((kind) => (
            <Radio key={kind} value={kind}>
              <b>{t(`segments.sort.${kind}`)}</b> <small>{t(`segments.sortHint.${kind}`)}</small>
            </Radio>
          ))}
        </Radio.Group>
        {unfinished > 0 && (
          <Alert type="warning" showIcon title={t("segments.build.unfinished", { count: unfinished })} />
        )}
        <Button type="primary" htmlType="submit" block loading={saving} disabled={draft.name.trim() === ""}>
          {t(segment ? "segments.build.save" : "segments.build.keep")}
        </Button>
      </form>
    </Card>
  );
}
